package dev.carillon.carrier.sip.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Set;

/** Reads messages; for those of a connection see {@link SipStream}. */
public final class SipParser {

    private static final String VERSION = "SIP/2.0";

    /** What goes into answers and into later requests, with more behind it. */
    private static final Set<String> TAKEN_OVER = Set.of(HeaderName.VIA, HeaderName.RECORD_ROUTE,
            HeaderName.FROM, HeaderName.TO, HeaderName.CALL_ID, HeaderName.CSEQ, HeaderName.CONTACT);

    private SipParser() {
    }

    /**
     * The message of one datagram. A body that is shorter than its Content-Length is refused, what is behind
     * it is cut off; without one the body is the rest (RFC 3261 18.3).
     */
    public static SipMessage datagram(byte[] octets) {
        Limits.check(octets.length <= Limits.MESSAGE_IN, "the message is too long");
        int from = 0;
        while (from + 1 < octets.length && octets[from] == '\r' && octets[from + 1] == '\n') {
            from += 2;
        }
        int head = new HeadEnd().find(octets, from, octets.length);
        Limits.check(head >= 0, "the head has no end");
        Lines lines = Lines.read(new String(octets, from, head, ISO_8859_1));
        int rest = octets.length - from - head;
        int length = lines.contentLength() < 0 ? rest : lines.contentLength();
        Limits.check(length <= rest, "the body is shorter than Content-Length");
        return message(lines, Body.of(octets, from + head, from + head + length));
    }

    /** Whether a datagram is nothing but line ends or zeros, which some send to keep a way open. */
    public static boolean isKeepAlive(byte[] octets) {
        for (byte octet : octets) {
            if (octet != '\r' && octet != '\n' && octet != 0) {
                return false;
            }
        }
        return true;
    }

    static SipMessage message(Lines lines, Body body) {
        for (Header field : lines.fields()) {
            Limits.check(field.octets() <= Limits.TAKEN_OVER_IN || !TAKEN_OVER.contains(field.name()),
                    "a header is too long to be taken over");
        }
        var headers = new Headers(lines.fields());
        return lines.first().regionMatches(true, 0, "SIP/", 0, 4)
                ? response(lines.first(), headers, body)
                : request(lines.first(), headers, body);
    }

    private static SipRequest request(String line, Headers headers, Body body) {
        int uri = line.indexOf(' ') + 1;
        int version = line.lastIndexOf(' ') + 1;
        Limits.check(uri > 0 && version > uri, "the first line is none");
        Limits.check(line.substring(version).equalsIgnoreCase(VERSION), "the version is not SIP/2.0");
        return new SipRequest(line.substring(0, uri - 1), line.substring(uri, version - 1), headers, body);
    }

    /** The space before a reason that is empty may be absent: there are peers that leave it out. */
    private static SipResponse response(String line, Headers headers, Body body) {
        int status = VERSION.length() + 1;
        int reason = status + 3;
        Limits.check(line.length() >= reason && line.regionMatches(true, 0, VERSION + " ", 0, status),
                "the version is not SIP/2.0");
        Limits.check(line.length() == reason || line.charAt(reason) == ' ', "the status is none");
        int number = (int) Octets.number(line.substring(status, reason), 699);
        return new SipResponse(number, line.substring(reason), headers, body);
    }
}
