package dev.carillon.carrier.sip.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes responses. What ties one to its request is copied as it was written: every Via, Record-Route, From,
 * To, Call-ID and CSeq (RFC 3261 8.2.6).
 */
public final class Answer {

    private static final Set<String> COPIED = Set.of(HeaderName.VIA, HeaderName.RECORD_ROUTE, HeaderName.FROM,
            HeaderName.CALL_ID, HeaderName.CSEQ);

    private static final Map<Integer, String> REASONS = Map.ofEntries(Map.entry(100, "Trying"),
            Map.entry(180, "Ringing"), Map.entry(183, "Session Progress"), Map.entry(200, "OK"),
            Map.entry(202, "Accepted"), Map.entry(400, "Bad Request"), Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"), Map.entry(405, "Method Not Allowed"),
            Map.entry(408, "Request Timeout"), Map.entry(415, "Unsupported Media Type"),
            Map.entry(416, "Unsupported URI Scheme"), Map.entry(420, "Bad Extension"),
            Map.entry(422, "Session Interval Too Small"), Map.entry(480, "Temporarily Unavailable"),
            Map.entry(481, "Call/Transaction Does Not Exist"), Map.entry(482, "Loop Detected"),
            Map.entry(483, "Too Many Hops"), Map.entry(486, "Busy Here"),
            Map.entry(487, "Request Terminated"), Map.entry(488, "Not Acceptable Here"),
            Map.entry(491, "Request Pending"), Map.entry(500, "Server Internal Error"),
            Map.entry(501, "Not Implemented"), Map.entry(503, "Service Unavailable"),
            Map.entry(505, "Version Not Supported"), Map.entry(603, "Decline"));

    private Answer() {
    }

    /** A response that adds no tag: what a 100 is, and every answer within a dialog. */
    public static SipResponse to(SipRequest request, int status) {
        return answer(request, status, "");
    }

    /**
     * A response that adds this tag to To, unless To has one. A To that cannot be read stays as it is, and
     * one without room for a tag, which no parser lets in.
     */
    public static SipResponse to(SipRequest request, int status, String tag) {
        Limits.check(Octets.isToken(tag), "a tag is no token");
        return answer(request, status, tag);
    }

    /** The usual phrase for a status, or an empty one. */
    public static String reason(int status) {
        return REASONS.getOrDefault(status, "");
    }

    private static SipResponse answer(SipRequest request, int status, String tag) {
        List<Header> copied = new ArrayList<>();
        for (Header entry : request.headers().entries()) {
            if (entry.name().equals(HeaderName.TO)) {
                String added = tagFor(entry, tag);
                copied.add(added.isEmpty() ? entry : new Header(HeaderName.TO, entry.value() + added));
            } else if (COPIED.contains(entry.name())
                    || (status == 100 && entry.name().equals(HeaderName.TIMESTAMP))) {
                copied.add(entry);
            }
        }
        return new SipResponse(status, reason(status), new Headers(copied), Body.NONE);
    }

    private static String tagFor(Header to, String tag) {
        String added = ";tag=" + tag;
        if (tag.isEmpty() || to.octets() + added.length() > Limits.LINE) {
            return "";
        }
        try {
            return to.address().tag().isPresent() ? "" : added;
        } catch (SipSyntax e) {
            return "";
        }
    }
}
