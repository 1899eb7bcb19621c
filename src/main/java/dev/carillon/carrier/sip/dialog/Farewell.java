package dev.carillon.carrier.sip.dialog;

import dev.carillon.carrier.sip.message.SipRequest;
import dev.carillon.carrier.sip.message.SipResponse;
import dev.carillon.carrier.sip.transaction.ClientEvent;

/** A BYE of ours: whatever final answer it gets, the dialog is over (RFC 3261 §15.1.1). */
final class Farewell {

    private final Leg leg;

    Farewell(Leg leg) {
        this.leg = leg;
    }

    void say(SipRequest bye) {
        leg.home().transactions().send(bye, leg.hop(), event -> {
            switch (event) {
                case ClientEvent.Answered(SipResponse response) -> answered(bye, response);
                case ClientEvent.TimedOut(),ClientEvent.NotSent _ ->
                    leg.end(LegEnd.of(LegEnd.Kind.UNCONFIRMED));
            }
        });
    }

    private void answered(SipRequest bye, SipResponse response) {
        if (!response.isProvisional()) {
            leg.requests().challenged(bye, response).ifPresentOrElse(this::say,
                    () -> leg.end(LegEnd.of(LegEnd.Kind.ENDED)));
        }
    }
}
