package dev.carillon.carrier.sip.dialog;

import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.carillon.carrier.sip.message.Answer;
import dev.carillon.carrier.sip.message.HeaderName;
import dev.carillon.carrier.sip.message.Sdp;
import dev.carillon.carrier.sip.message.SipRequest;
import dev.carillon.carrier.sip.message.SipResponse;
import dev.carillon.carrier.sip.transaction.ServerTransaction;

/**
 * What the other side does to the session: re-INVITE and UPDATE (RFC 3261 §14.2, RFC 3311 §5.2). One that
 * brings nothing new is a sign of life, and answered here; a new description is its user's to answer. A 2xx
 * of an INVITE goes again until its ACK is there (RFC 3261 §13.3.1.4). For the owner's queue only.
 */
final class Offers {

    private final Leg leg;
    private final Alarm again;
    private @Nullable Offer pending;
    private @Nullable Unacknowledged unacknowledged;

    /** An answer of ours whose ACK is not there. */
    private record Unacknowledged(long number, ServerTransaction transaction, SipResponse ok,
            boolean offering) {
    }

    Offers(Leg leg) {
        this.leg = leg;
        this.again = new Alarm(leg.home().ground());
    }

    boolean isPending() {
        return pending != null || unacknowledged != null;
    }

    void heard(SipRequest request, ServerTransaction transaction) {
        if (leg.isEnding()) {
            refuse(request, transaction, 481);
        } else if (!leg.dialog().counts(request)) {
            refuse(request, transaction, 500);
        } else if (request.method().equals("UPDATE") && request.body().length() == 0 && leg.isConfirmed()) {
            signOfLife(request, transaction);
        } else if (!leg.isConfirmed() || leg.isReoffering()) {
            refuse(request, transaction, 491);
        } else if (isPending()) {
            refuse(request, transaction, 500);
        } else {
            changes(request, transaction);
        }
    }

    private void refuse(SipRequest request, ServerTransaction transaction, int status) {
        SipResponse answer = Answer.to(request, status);
        transaction.answer(status == 500
                ? answer.with(headers -> headers.add(HeaderName.RETRY_AFTER,
                        Integer.toString(leg.home().ground().chance().nextInt(1, 10))))
                : answer);
    }

    private void changes(SipRequest request, ServerTransaction transaction) {
        Optional<Sdp> description = Descriptions.in(request);
        if (description.isEmpty() && request.body().length() > 0) {
            transaction.answer(Answer.to(request, 488));
        } else if (description.isEmpty()) {
            signOfLife(request, transaction);
        } else if (leg.descriptions().isKnown(description.get()) && leg.descriptions().agreed().isPresent()) {
            leg.dialog().learnTarget(request);
            SipResponse ok = Answer.to(request, 200).with(Sdp.TYPE,
                    leg.descriptions().agreed().get().body());
            accepted(request, transaction, ok);
            leg.user().renewed(leg);
        } else {
            var offer = new Offer(this, leg, request, transaction);
            pending = offer;
            leg.user().offered(leg, offer);
        }
    }

    /** A re-INVITE without a description asks for one: what holds is offered again (RFC 3261 §14.2). */
    private void signOfLife(SipRequest request, ServerTransaction transaction) {
        leg.dialog().learnTarget(request);
        SipResponse ok = Answer.to(request, 200);
        boolean invite = request.method().equals("INVITE");
        Optional<Sdp> holds = leg.descriptions().agreed();
        accepted(request, transaction,
                invite && holds.isPresent() ? ok.with(Sdp.TYPE, holds.get().body()) : ok);
        Unacknowledged sent = unacknowledged;
        if (invite && sent != null) {
            unacknowledged = new Unacknowledged(sent.number(), transaction, sent.ok(), true);
        }
        leg.user().renewed(leg);
    }

    void accepted(SipRequest request, ServerTransaction transaction, SipResponse bare) {
        SipResponse ok = leg.session().answered(request, bare.with(
                headers -> Own.added(headers, leg.home().contact(leg.hop()))));
        transaction.answer(ok);
        if (request.method().equals("INVITE")) {
            unacknowledged = new Unacknowledged(request.cseq().number(), transaction, ok, false);
            Duration rest = leg.home().timers().t1();
            again.set(rest, () -> again(rest, rest));
        } else {
            leg.changed();
        }
    }

    private void again(Duration rest, Duration waited) {
        Unacknowledged sent = unacknowledged;
        if (sent == null) {
            return;
        }
        if (waited.compareTo(leg.home().timers().patience()) >= 0) {
            unacknowledged = null;
            leg.giveUp("SIP;cause=408;text=\"no ACK\"");
            return;
        }
        sent.transaction().answer(sent.ok());
        Duration twice = rest.plus(rest);
        Duration longest = leg.home().timers().t2();
        Duration next = twice.compareTo(longest) < 0 ? twice : longest;
        again.set(next, () -> again(next, waited.plus(next)));
    }

    /** Who sends to the other side has heard of what will not be: it hears of what still holds. */
    void withdrawn(Offer offer) {
        refused(offer);
        leg.descriptions().heard().ifPresent(before -> leg.user().changed(leg, before));
    }

    void refused(Offer offer) {
        done(offer);
        leg.changed();
    }

    void done(Offer offer) {
        if (pending == offer) {
            pending = null;
        }
    }

    void acknowledged(SipRequest ack) {
        Unacknowledged sent = unacknowledged;
        if (sent == null || ack.cseq().number() != sent.number()) {
            return;
        }
        unacknowledged = null;
        again.clear();
        if (sent.offering()) {
            Descriptions.in(ack).ifPresent(this::answered);
        }
        leg.changed();
    }

    private void answered(Sdp description) {
        boolean changes = leg.descriptions().changes(description);
        leg.descriptions().hear(description);
        if (changes) {
            leg.user().changed(leg, description);
        }
    }

    /** The dialog ends: who still waits is told (RFC 3261 §15.1.2). */
    void refuseAll() {
        Offer open = pending;
        if (open != null) {
            open.refuse(487);
        }
        unacknowledged = null;
        again.clear();
    }
}
