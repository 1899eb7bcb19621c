package dev.carillon.carrier.sip.transaction;

import java.util.ArrayList;
import java.util.List;

import dev.carillon.carrier.sip.message.Body;
import dev.carillon.carrier.sip.message.CSeq;
import dev.carillon.carrier.sip.message.Header;
import dev.carillon.carrier.sip.message.HeaderName;
import dev.carillon.carrier.sip.message.Headers;
import dev.carillon.carrier.sip.message.SipRequest;
import dev.carillon.carrier.sip.message.SipResponse;

/** The two requests that go after an INVITE with its branch, to the same hop. */
final class SameBranch {

    /** An ACK carries the INVITE's credentials again, for it cannot be challenged (RFC 3261 §22.1). */
    private static final List<String> CREDENTIALS = List.of(HeaderName.AUTHORIZATION,
            HeaderName.PROXY_AUTHORIZATION);

    private SameBranch() {
    }

    /**
     * The ACK of a final that is no 2xx (RFC 3261 §17.1.1.3).
     *
     * @param invite the INVITE, or an earlier ACK of it
     */
    static SipRequest ack(SipRequest invite, SipResponse answer) {
        return after(invite, "ACK", answer.headers().first(HeaderName.TO).orElseThrow(), CREDENTIALS);
    }

    /** The CANCEL (RFC 3261 §9.1): To has the tag that the INVITE had, if any. */
    static SipRequest cancel(SipRequest invite) {
        return after(invite, "CANCEL", invite.headers().first(HeaderName.TO).orElseThrow(), List.of());
    }

    private static SipRequest after(SipRequest invite, String method, String to, List<String> copied) {
        Headers from = invite.headers();
        var headers = new ArrayList<Header>();
        headers.add(copy(from, HeaderName.VIA));
        headers.add(new Header(HeaderName.MAX_FORWARDS, "70"));
        from.all(HeaderName.ROUTE).forEach(route -> headers.add(new Header(HeaderName.ROUTE, route)));
        headers.add(copy(from, HeaderName.FROM));
        headers.add(new Header(HeaderName.TO, to));
        headers.add(copy(from, HeaderName.CALL_ID));
        headers.add(new Header(HeaderName.CSEQ, new CSeq(invite.cseq().number(), method).text()));
        copied.forEach(name -> from.all(name).forEach(value -> headers.add(new Header(name, value))));
        return new SipRequest(method, invite.uri(), new Headers(headers), Body.NONE);
    }

    private static Header copy(Headers from, String name) {
        return new Header(name, from.first(name).orElseThrow());
    }
}
