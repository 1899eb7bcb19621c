package dev.carillon.carrier.sip.dialog;

import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.carillon.carrier.sip.message.Sdp;
import dev.carillon.carrier.sip.message.SipRequest;
import dev.carillon.carrier.sip.message.SipResponse;
import dev.carillon.carrier.sip.transaction.ClientEvent;
import dev.carillon.carrier.sip.transaction.ClientTransaction;

/**
 * A re-INVITE of ours. Where both sides ask at once (491), or the other side stumbles (500), it goes once
 * more after a while that is ours because the Call-ID is (RFC 3261 §14.1); one that is left without a final
 * answer is cancelled. For the owner's queue only.
 */
final class Reoffer {

    private static final Duration LEAST_REST = Duration.ofMillis(2_100);
    private static final int MOST_MORE_MILLIS = 1_900;
    private static final Duration WHILE_THEY_CHANGE = Duration.ofMillis(500);

    private final Leg leg;
    private final Alarm rest;
    private final Alarm patience;
    private @Nullable Sdp pending;
    private @Nullable Sdp next;
    private @Nullable ClientTransaction out;
    private @Nullable ClientTransaction latest;
    private boolean repeated;

    Reoffer(Leg leg) {
        this.leg = leg;
        this.rest = new Alarm(leg.home().ground());
        this.patience = new Alarm(leg.home().ground());
    }

    /** Whether a change of ours is not done with. */
    boolean isPending() {
        return pending != null;
    }

    /** Whether the other side has a re-INVITE of ours to answer. */
    boolean isOut() {
        return out != null;
    }

    void offer(Sdp description) {
        next = description;
        goOn();
    }

    /** Sends what waits, if it may go. */
    void goOn() {
        Sdp waiting = next;
        if (waiting != null && leg.isConfirmed() && !leg.isChanging()) {
            next = null;
            repeated = false;
            Sdp owned = leg.descriptions().own(waiting);
            pending = owned;
            send(owned);
        }
    }

    /** The dialog ends: nobody waits for an answer any more. */
    void end() {
        rest.clear();
        patience.clear();
        pending = null;
        next = null;
        ClientTransaction last = out;
        out = null;
        if (last != null) {
            last.cancel();
        }
    }

    /** The leg is over: the answer of the latest may still come, or come again. */
    void leaveTo(Afterwards afterwards) {
        if (latest != null) {
            latest.tell(afterwards::told);
        }
    }

    private void send(Sdp description) {
        SipRequest invite = leg.session().kept(leg.requests().next("INVITE"));
        send(invite.with(Sdp.TYPE, description.body()), description);
    }

    private void send(SipRequest invite, Sdp description) {
        ClientTransaction sent =
                leg.home().transactions().send(invite, leg.hop(), new Listening(invite, description)::told);
        out = sent;
        latest = sent;
        patience.set(leg.home().timers().patience(), sent::cancel);
    }

    private final class Listening {

        private final SipRequest invite;
        private final Sdp description;
        private @Nullable SipRequest ack;

        Listening(SipRequest invite, Sdp description) {
            this.invite = invite;
            this.description = description;
        }

        void told(ClientEvent event) {
            switch (event) {
                case ClientEvent.Answered(SipResponse response) -> answered(response);
                case ClientEvent.TimedOut() -> disagreed(408);
                case ClientEvent.NotSent _ -> disagreed(503);
            }
        }

        private void answered(SipResponse response) {
            if (response.isSuccess()) {
                acknowledge();
                agreed(response);
            } else if (!response.isProvisional() && pending == description) {
                refused(response);
            }
        }

        private void refused(SipResponse response) {
            out = null;
            patience.clear();
            Optional<SipRequest> again = leg.requests().challenged(invite, response);
            if (again.isPresent()) {
                send(again.get(), description);
            } else if ((response.status() == 491 || response.status() == 500) && !repeated) {
                repeated = true;
                int more = leg.home().ground().chance().nextInt(MOST_MORE_MILLIS);
                rest.set(LEAST_REST.plusMillis(more), () -> sendAgain(description));
            } else {
                disagreed(response.status());
            }
        }

        /** Its 2xx may come again, also when the dialog has ended meanwhile. */
        private void acknowledge() {
            SipRequest sent = ack;
            if (sent == null) {
                sent = Own.withCredentialsOf(invite, leg.dialog().ack(invite.cseq().number()));
                ack = sent;
            }
            leg.home().transactions().acknowledge(sent, leg.hop(), why -> {
                // The 2xx comes again until an ACK arrives.
            });
        }

        private void agreed(SipResponse response) {
            if (pending != description) {
                return;
            }
            done();
            leg.dialog().learnTarget(response);
            leg.descriptions().agree();
            Optional<Sdp> answer = Descriptions.in(response);
            boolean changed = answer.isPresent() && leg.descriptions().changes(answer.get());
            answer.ifPresent(leg.descriptions()::hear);
            leg.session().refreshed(response);
            leg.user().agreed(leg, answer, changed);
            goOn();
        }

        private void disagreed(int status) {
            if (pending == description) {
                done();
                leg.session().unrefreshed();
                leg.user().disagreed(leg, status);
                goOn();
            }
        }

        private void done() {
            pending = null;
            out = null;
            patience.clear();
        }
    }

    /** The other side may be changing the session now: it was first. */
    private void sendAgain(Sdp description) {
        if (pending == description && leg.isConfirmed()) {
            if (leg.isOffered()) {
                rest.set(WHILE_THEY_CHANGE, () -> sendAgain(description));
            } else {
                send(description);
            }
        }
    }
}
