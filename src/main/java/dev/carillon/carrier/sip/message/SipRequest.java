package dev.carillon.carrier.sip.message;

import java.util.function.UnaryOperator;

/**
 * A request.
 *
 * @param method a token, whose case counts
 * @param uri    as it was written, of any scheme
 */
public record SipRequest(String method, String uri, Headers headers, Body body) implements SipMessage {

    public SipRequest {
        Limits.check(Octets.isToken(method), "the method is no token");
        method = Method.of(method);
        checkUri(uri);
        Limits.check(method.length() + uri.length() + 9 <= Limits.LINE, "the first line is too long");
    }

    @Override
    public SipRequest with(Headers changed) {
        return new SipRequest(method, uri, changed, body);
    }

    @Override
    public SipRequest with(UnaryOperator<Headers> change) {
        return with(change.apply(headers));
    }

    @Override
    public SipRequest with(String contentType, Body changed) {
        return new SipRequest(method, uri, headers.replace(HeaderName.CONTENT_TYPE, contentType), changed);
    }

    /** With the same to another address. */
    public SipRequest withUri(String changed) {
        return new SipRequest(method, changed, headers, body);
    }

    /** The address taken apart; refused where it is not {@code sip:} or {@code sips:}. */
    public SipUri sipUri() {
        return SipUri.parse(uri);
    }

    /**
     * As it is handed on where it arrived: its latest Via says where it really came from (RFC 3261 18.2.1,
     * RFC 3581), and so do the answers to it.
     */
    public SipRequest seenFrom(String address, int port) {
        Via seen = topVia().seenFrom(address, port);
        String written = headers.first(HeaderName.VIA).orElseThrow();
        String others = written.substring(Pieces.end(written, 0));
        return with(headers.replaceFirst(others.isEmpty()
                ? Header.of(seen)
                : new Header(HeaderName.VIA, seen.text() + others)));
    }

    @Override
    public void requireComplete() {
        Complete.check(this);
        Limits.check(cseq().method().equals(method), "CSeq has another method");
        Limits.check(!SipUri.isSip(uri) || sipUri().headers().isEmpty(), "the URI brings headers of its own");
        maxForwards();
    }

    @Override
    public byte[] bytes() {
        return Writing.octets(method + " " + uri + " SIP/2.0", this);
    }

    /** Its method alone: the rest is numbers and secrets. */
    @Override
    public String toString() {
        return method + " with " + headers.entries().size() + " headers, " + body;
    }

    /** Whether it may stand as a URI: a scheme, and no character that could end it. */
    static void checkUri(String uri) {
        int colon = uri.indexOf(':');
        Limits.check(colon > 0 && Octets.isToken(uri.substring(0, colon)), "a URI has no scheme");
        for (int i = 0; i < uri.length(); i++) {
            char c = uri.charAt(i);
            Limits.check(Octets.isVisible(c) && c != '<' && c != '>' && c != '"',
                    "a URI has a character that it must not have");
        }
    }
}
