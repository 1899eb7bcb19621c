package dev.carillon.carrier.sip.dialog;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.carillon.carrier.sip.message.Digest;
import dev.carillon.carrier.sip.message.HeaderName;
import dev.carillon.carrier.sip.message.SipRequest;
import dev.carillon.carrier.sip.message.SipResponse;

/**
 * Requests of ours within a dialog: numbered, with what we say of ourselves, and with the answers that its
 * challenges had. For the owner's queue only.
 */
final class OurRequests {

    private final Leg leg;
    private final @Nullable Digest digest;

    OurRequests(Leg leg) {
        this.leg = leg;
        this.digest = leg.invitation().login() == null
                ? null
                : new Digest(leg.invitation().login(), leg.home().ground().chance());
    }

    /** The next one, with our answer to an earlier challenge. */
    SipRequest next(String method) {
        return withCredentials(leg.dialog().request(method).with(headers -> Own.added(headers,
                leg.home().contact(leg.hop()))));
    }

    SipRequest withCredentials(SipRequest request) {
        return digest == null ? request : digest.answerAgain(request);
    }

    /** The request again with the answer to a challenge and the next number; empty where there is none. */
    Optional<SipRequest> challenged(SipRequest request, SipResponse refusal) {
        if (digest == null || (refusal.status() != 401 && refusal.status() != 407)) {
            return Optional.empty();
        }
        return digest.answer(request, refusal).map(this::renumbered);
    }

    /** The same with the next number. */
    SipRequest renumbered(SipRequest request) {
        return request.with(headers -> headers.replace(HeaderName.CSEQ,
                leg.dialog().count() + " " + request.method()));
    }
}
