package dev.carillon.carrier.sip.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A right message as lines, from which tests make others by a line or two. */
record Sample(List<String> lines, String body) {

    /** An INVITE that nothing is wrong with. */
    static final Sample INVITE = of("""
            INVITE sip:+15550100@trunk.example;user=phone SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.7:5060;branch=z9hG4bK-one;rport
            Max-Forwards: 70
            From: "Ann, of Bees" <sip:ann@bees.example>;tag=a1
            To: <sip:+15550100@trunk.example>
            Call-ID: 7a@192.0.2.7
            CSeq: 1 INVITE
            Contact: <sip:ann@192.0.2.7:5060;transport=udp>
            """);

    /** An answer to it that nothing is wrong with. */
    static final Sample OK = of("""
            SIP/2.0 200 OK
            Via: SIP/2.0/UDP 192.0.2.7:5060;branch=z9hG4bK-one;rport=5060;received=198.51.100.9
            Record-Route: <sip:edge.example;lr>, <sip:core.example;lr>
            From: "Ann, of Bees" <sip:ann@bees.example>;tag=a1
            To: <sip:+15550100@trunk.example>;tag=b2
            Call-ID: 7a@192.0.2.7
            CSeq: 1 INVITE
            Contact: <sip:line4@[2001:db8::5]:5080>
            """);

    static Sample of(String lines) {
        return new Sample(lines.strip().lines().toList(), "");
    }

    /** With another first line. */
    Sample first(String line) {
        var changed = new ArrayList<>(lines);
        changed.set(0, line);
        return new Sample(changed, body);
    }

    /** With these lines behind the first. */
    Sample and(String... added) {
        var changed = new ArrayList<>(lines);
        changed.addAll(1, List.of(added));
        return new Sample(changed, body);
    }

    /** Without the lines of this name. */
    Sample without(String name) {
        return new Sample(lines.stream().filter(line -> !line.startsWith(name + ":"))
                .collect(Collectors.toCollection(ArrayList::new)), body);
    }

    /** With this line in the place of those of its name. */
    Sample with(String line) {
        return without(line.substring(0, line.indexOf(':'))).and(line);
    }

    Sample body(String text) {
        return new Sample(lines, text);
    }

    /** As it goes over the wire, without a Content-Length of its own. */
    String text() {
        return String.join("\r\n", lines) + "\r\n\r\n" + body;
    }

    byte[] bytes() {
        return text().getBytes(ISO_8859_1);
    }

    SipMessage read() {
        return SipParser.datagram(bytes());
    }

    SipRequest request() {
        return (SipRequest) read();
    }

    SipResponse response() {
        return (SipResponse) read();
    }
}
