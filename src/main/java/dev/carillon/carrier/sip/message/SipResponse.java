package dev.carillon.carrier.sip.message;

import java.util.function.UnaryOperator;

/**
 * A response.
 *
 * @param status 100 to 699
 * @param reason as it was written, possibly empty: {@link Octets#shown} makes it readable
 */
public record SipResponse(int status, String reason, Headers headers, Body body) implements SipMessage {

    public SipResponse {
        Limits.check(status >= 100 && status <= 699, "the status is none");
        reason = Octets.stripped(Octets.line(reason, "the reason"));
        Limits.check(reason.length() + 12 <= Limits.LINE, "the first line is too long");
    }

    /** Whether more will follow: 100 to 199. */
    public boolean isProvisional() {
        return status < 200;
    }

    /** 200 to 299. */
    public boolean isSuccess() {
        return status / 100 == 2;
    }

    @Override
    public SipResponse with(Headers changed) {
        return new SipResponse(status, reason, changed, body);
    }

    @Override
    public SipResponse with(UnaryOperator<Headers> change) {
        return with(change.apply(headers));
    }

    @Override
    public SipResponse with(String contentType, Body changed) {
        return new SipResponse(status, reason, headers.replace(HeaderName.CONTENT_TYPE, contentType),
                changed);
    }

    @Override
    public void requireComplete() {
        Complete.check(this);
    }

    @Override
    public byte[] bytes() {
        return Writing.octets("SIP/2.0 " + status + " " + reason, this);
    }

    /** Its status alone: the rest is numbers and secrets. */
    @Override
    public String toString() {
        return status + " with " + headers.entries().size() + " headers, " + body;
    }
}
