package dev.carillon.carrier.sip.dialog;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;

import org.jspecify.annotations.Nullable;

import dev.carillon.carrier.sip.message.Header;
import dev.carillon.carrier.sip.message.HeldSdp;
import dev.carillon.carrier.sip.message.Sdp;
import dev.carillon.carrier.sip.message.SipRequest;
import dev.carillon.carrier.sip.message.SipResponse;
import dev.carillon.carrier.sip.transaction.ClientEvent;
import dev.carillon.carrier.sip.transaction.ClientTransaction;
import dev.carillon.carrier.sip.transaction.Hop;

/**
 * The INVITE that makes the dialog: at the next hop while it has reached none, again with an answer where it
 * is challenged, and again with a longer session where that was too short. The first 2xx makes the dialog;
 * those of other branches of a fork are acknowledged and hung up (RFC 3261 §13.2.2.4). For the owner's queue
 * only.
 */
final class Inviting {

    private static final int UNREAD_PORT = 9;
    private static final int MOST_FORKS = 8;

    private final Leg leg;
    private final LongFunction<String> branches;
    private final Map<String, SipRequest> forks = new HashMap<>();
    private @Nullable ClientTransaction transaction;
    private @Nullable SipRequest request;
    private @Nullable SipResponse accepted;
    private @Nullable SipRequest ack;
    private BooleanSupplier inTime = () -> true;
    private Instant sentAt = Instant.MIN;
    private long number;
    private int hop;

    /** @param branches for the INVITE of each number, so that a later process can name it */
    Inviting(Leg leg, LongFunction<String> branches) {
        this.leg = leg;
        this.branches = branches;
    }

    String branch(long ofNumber) {
        return branches.apply(ofNumber);
    }

    /** The INVITE of an earlier process, which had this number, was answered. */
    void resume(long answered) {
        number = answered;
    }

    /** One that an earlier process had sent to one of the hops was answered. */
    void answered(SipRequest invite, int toHop, SipResponse ok) {
        request = invite;
        hop = toHop;
        success(ok);
    }

    /** @param mayStill asked before it goes to another hop, for that may be much later */
    void begin(@Nullable Sdp offer, BooleanSupplier mayStill) {
        inTime = mayStill;
        SipRequest invite = leg.dialog().request("INVITE");
        for (Header header : leg.invitation().headers()) {
            invite = invite.with(headers -> headers.add(header.name(), header.value()));
        }
        invite = leg.session().asked(invite);
        send(offer == null ? invite : invite.with(Sdp.TYPE, offer.body()));
    }

    private void send(SipRequest invite) {
        SipRequest whole = invite.with(headers -> Own.added(headers, leg.home().contact(hop())));
        request = whole;
        sentAt = leg.home().ground().timeline().now();
        transaction = leg.home().transactions().send(whole, hop(), branch(whole.cseq().number()),
                this::told);
    }

    /** Where the INVITE went, or would go. */
    Hop hop() {
        return leg.invitation().hops().get(hop);
    }

    void cancel() {
        if (transaction != null) {
            transaction.cancel();
        }
    }

    void withdraw() {
        if (transaction != null) {
            transaction.withdraw();
        }
    }

    private void told(ClientEvent event) {
        switch (event) {
            case ClientEvent.Answered(SipResponse response) -> answered(response);
            case ClientEvent.TimedOut() -> leg.end(LegEnd.of(LegEnd.Kind.SILENT));
            case ClientEvent.NotSent(String why) -> notSent(why);
        }
    }

    /**
     * The next hop hears of it only if this one cannot have: of copies that fail the first may have arrived.
     */
    private void notSent(String why) {
        Instant now = leg.home().ground().timeline().now();
        boolean never = hop().transport().reliable()
                || now.isBefore(sentAt.plus(leg.home().timers().t1()));
        if (!never) {
            leg.end(LegEnd.of(LegEnd.Kind.SILENT));
        } else if (hop + 1 < leg.invitation().hops().size() && !leg.isUnwanted() && inTime.getAsBoolean()) {
            hop++;
            send(leg.requests().renumbered(sent()));
        } else {
            leg.end(LegEnd.notSent(why));
        }
    }

    private SipRequest sent() {
        if (request == null) {
            throw new IllegalStateException("nothing was sent");
        }
        return request;
    }

    private void answered(SipResponse response) {
        if (response.isProvisional()) {
            leg.provisional(response);
        } else if (response.isSuccess()) {
            success(response);
        } else {
            again(response).ifPresentOrElse(next -> {
                leg.spoken();
                send(next);
            }, () -> leg.end(LegEnd.refused(response)));
        }
    }

    /** What may be sent after this refusal, if anything may. */
    private Optional<SipRequest> again(SipResponse refusal) {
        if (leg.isUnwanted()) {
            return Optional.empty();
        }
        return refusal.status() == 422
                ? leg.session().longer(sent(), refusal).map(leg.requests()::renumbered)
                : leg.requests().challenged(sent(), refusal);
    }

    private void success(SipResponse response) {
        SipResponse first = accepted;
        String tag = response.to().tag().orElse("");
        if (first == null) {
            accepted = response;
            leg.spoken();
            number = response.cseq().number();
            leg.dialog().confirm(response);
            leg.accepted(response, sent().body().length() > 0);
        } else if (first.to().tag().orElse("").equals(tag)) {
            SipRequest sent = ack;
            if (sent != null) {
                acknowledge(sent, leg.hop());
            }
        } else {
            fork(tag, response);
        }
    }

    /** The dialog is over: what is still to be done for its INVITE, if that was taken, needs no leg. */
    Optional<Afterwards> afterwards() {
        ClientTransaction taken = transaction;
        SipRequest invite = request;
        SipResponse first = accepted;
        if (first == null || taken == null || invite == null) {
            return Optional.empty();
        }
        var afterwards = new Afterwards(leg.home(),
                new Afterwards.Invite(number, first.to().tag().orElse(""), hop(),
                        invite.body().length() > 0 ? null : leg.descriptions().origin(),
                        Own.credentials(invite)),
                Set.copyOf(forks.keySet()));
        taken.tell(afterwards::told);
        return Optional.of(afterwards);
    }

    /** The answer that made the dialog; empty where an earlier process had it. */
    Optional<SipResponse> accepted() {
        return Optional.ofNullable(accepted);
    }

    /** The number of the INVITE that made the dialog. */
    long number() {
        return number;
    }

    /** Sends the ACK of the answer, and again whenever that comes again. */
    void acknowledge(@Nullable Sdp answer) {
        SipRequest invite = request;
        SipRequest bare = leg.dialog().ack(number);
        bare = invite == null ? bare : Own.withCredentialsOf(invite, bare);
        SipRequest whole = answer == null ? bare : bare.with(Sdp.TYPE, answer.body());
        ack = whole;
        acknowledge(whole, leg.hop());
    }

    /**
     * Sends the ACK of an answer that came again after its transaction, or before our time.
     *
     * @param answer what the ACK of the first INVITE has to say
     */
    void strayed(long invite, Optional<Sdp> answer) {
        SipRequest sent = ack;
        if (invite == number && sent != null) {
            acknowledge(sent, leg.hop());
        } else {
            SipRequest bare = leg.dialog().ack(invite);
            acknowledge(answer.filter(said -> invite == number)
                    .map(said -> bare.with(Sdp.TYPE, said.body())).orElse(bare), leg.hop());
        }
    }

    private void acknowledge(SipRequest whole, Hop to) {
        leg.home().transactions().acknowledge(whole, to, why -> {
            // The answer comes again until an ACK arrives, and each time this is sent again.
        });
    }

    /** Somebody else has answered, too: told at once that nobody is here. */
    private void fork(String tag, SipResponse response) {
        SipRequest known = forks.get(tag);
        Dialog other = leg.dialog().fork(response, leg.invitation().uri());
        Hop to = other.hop(hop());
        if (known != null) {
            acknowledge(known, to);
        } else if (forks.size() < MOST_FORKS) {
            SipRequest bare = Own.withCredentialsOf(sent(), other.ack(response.cseq().number()));
            SipRequest whole = sent().body().length() > 0
                    ? bare
                    : Descriptions.in(response)
                            .map(offer -> bare.with(Sdp.TYPE, HeldSdp
                                    .answer(offer, leg.descriptions().origin(), UNREAD_PORT).body()))
                            .orElse(bare);
            forks.put(tag, whole);
            acknowledge(whole, to);
            SipRequest bye = leg.requests().withCredentials(other.request("BYE"));
            leg.home().transactions().send(bye, to, event -> {
                // It has its own end; whoever answers second is not waited for.
            });
        }
    }
}
