package dev.carillon.carrier.sip.dialog;

import java.util.List;

import dev.carillon.carrier.sip.message.Answer;
import dev.carillon.carrier.sip.message.HeaderName;
import dev.carillon.carrier.sip.message.SipRequest;
import dev.carillon.carrier.sip.transaction.ServerTransaction;

/** What the other side asks within a dialog, and who answers it. For the owner's queue only. */
final class TheirRequests {

    private final Leg leg;
    private final Offers offers;

    TheirRequests(Leg leg, Offers offers) {
        this.leg = leg;
        this.offers = offers;
    }

    void heard(SipRequest request, ServerTransaction transaction) {
        switch (request.method()) {
            case "BYE" -> {
                transaction.answer(Answer.to(request, 200));
                leg.dialog().counts(request);
                leg.hungUp(request);
            }
            case "INVITE", "UPDATE" -> {
                List<String> required = Own.elements(request, HeaderName.REQUIRE).stream()
                        .filter(option -> !option.equals("timer")).toList();
                if (required.isEmpty()) {
                    offers.heard(request, transaction);
                } else {
                    transaction.answer(Answer.to(request, 420).with(headers -> headers
                            .replace(HeaderName.UNSUPPORTED, String.join(", ", required))));
                }
            }
            case "OPTIONS", "INFO" -> transaction.answer(Answer.to(request, 200)
                    .with(headers -> headers.replace(HeaderName.ALLOW, Own.METHODS)));
            default -> transaction.answer(Answer.to(request, 405)
                    .with(headers -> headers.replace(HeaderName.ALLOW, Own.METHODS)));
        }
    }
}
