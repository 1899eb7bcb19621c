package dev.carillon.carrier.sip.peers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.carillon.carrier.sip.message.SipMessage;
import dev.carillon.carrier.sip.message.SipParser;
import dev.carillon.carrier.sip.message.SipRequest;
import dev.carillon.carrier.sip.message.SipResponse;

/** A message as SIPp sent or received it. */
record Traced(boolean received, String text) {

    /** How SIPp's file of messages tells what follows, and how long it is. */
    private static final Pattern HEAD = Pattern.compile(
            "(?m)^(?:UDP|TCP|TLS) message (sent|received) [\\[(](\\d+)(?:[\\])] bytes ?| bytes\\)) ?:\\R\\R");

    /** All of SIPp's file, in order; one that is still being written is left out. */
    static List<Traced> all(String file) {
        var found = new ArrayList<Traced>();
        Matcher head = HEAD.matcher(file);
        int from = 0;
        while (head.find(from)) {
            int end = head.end() + Integer.parseInt(head.group(2));
            if (end > file.length()) {
                break;
            }
            found.add(new Traced(head.group(1).equals("received"), file.substring(head.end(), end)));
            from = end;
        }
        return found;
    }

    SipMessage message() {
        return SipParser.datagram(text.getBytes(ISO_8859_1));
    }

    /** The method of a request, the status of an answer: what a reader looks at first. */
    String kind() {
        return text.startsWith("SIP/2.0 ")
                ? text.substring(8, Math.min(11, text.length()))
                : text.substring(0, Math.max(0, text.indexOf(' ')));
    }

    boolean isRequest(String method) {
        return kind().equals(method);
    }

    SipRequest request() {
        return (SipRequest) message();
    }

    SipResponse response() {
        return (SipResponse) message();
    }
}
