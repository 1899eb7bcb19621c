package dev.carillon.carrier.sip.transaction;

import java.util.Comparator;
import java.util.Locale;

import dev.carillon.carrier.sip.message.CSeq;
import dev.carillon.carrier.sip.message.HeaderName;
import dev.carillon.carrier.sip.message.SipRequest;
import dev.carillon.carrier.sip.message.Via;

/**
 * What tells a transaction from every other (RFC 3261 §17.1.3, §17.2.3). Values of Via have no case.
 *
 * @param branch what the client chose, or what stands for it
 * @param sentBy who chose it: a server hears of several clients; empty for our own
 * @param method an ACK and a CANCEL share the branch of their INVITE; an ACK is of its transaction
 */
record Key(String branch, String sentBy, String method) implements Comparable<Key> {

    /** Begins every branch that is different for each transaction (RFC 3261 §8.1.1.7). */
    static final String COOKIE = "z9hG4bK";

    private static final String INVITE = "INVITE";

    private static final Comparator<Key> ORDER = Comparator.comparing(Key::branch)
            .thenComparing(Key::sentBy).thenComparing(Key::method);

    /** Of one of our own requests. */
    static Key ours(String branch, String method) {
        return new Key(branch.toLowerCase(Locale.ROOT), "", method);
    }

    /** Of the request of ours that has this Via and this CSeq. */
    static Key answered(Via via, CSeq cseq) {
        return ours(via.branch().orElse(""), cseq.method());
    }

    /** Of a request from the network; an ACK has that of its INVITE. */
    static Key heard(SipRequest request) {
        Via via = request.topVia();
        String branch = via.branch().orElse("");
        String method = request.method().equals("ACK") ? INVITE : request.method();
        int port = via.port() < 0 ? 5060 : via.port();
        return new Key(
                branch.length() > COOKIE.length() && branch.regionMatches(true, 0, COOKIE, 0, COOKIE.length())
                        ? branch.toLowerCase(Locale.ROOT)
                        : ofOld(request, via),
                via.host().toLowerCase(Locale.ROOT) + ":" + port, method);
    }

    /** Keys whose hash codes a peer has made equal are still found quickly: a map sorts them. */
    @Override
    public int compareTo(Key other) {
        return ORDER.compare(this, other);
    }

    /** Of the INVITE that a CANCEL from the network is about. */
    Key invite() {
        return new Key(branch, sentBy, INVITE);
    }

    /**
     * Clients of RFC 2543 give several transactions one branch, or none: what else their copies, ACK and
     * CANCEL have in common. (To is left out, for that of an ACK has a tag that its INVITE has not.)
     */
    private static String ofOld(SipRequest request, Via via) {
        CSeq cseq = request.cseq();
        return String.join("\n", via.text(), request.uri(),
                request.headers().first(HeaderName.FROM).orElse(""),
                request.callId(), Long.toString(cseq.number()));
    }
}
