package dev.carillon.carrier.sip.dialog;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.carillon.carrier.sip.message.Answer;
import dev.carillon.carrier.sip.message.Header;
import dev.carillon.carrier.sip.message.HeaderName;
import dev.carillon.carrier.sip.message.Origin;
import dev.carillon.carrier.sip.message.SipMessage;
import dev.carillon.carrier.sip.message.SipRequest;
import dev.carillon.carrier.sip.message.SipResponse;
import dev.carillon.carrier.sip.message.Via;
import dev.carillon.carrier.sip.transaction.Ground;
import dev.carillon.carrier.sip.transaction.Hop;
import dev.carillon.carrier.sip.transaction.Requests;
import dev.carillon.carrier.sip.transaction.ServerTransaction;
import dev.carillon.carrier.sip.transaction.Timers;
import dev.carillon.carrier.sip.transaction.Transactions;
import dev.carillon.carrier.sip.transaction.Transport;

/**
 * All legs of one owner, by their Call-ID: requests from the network find theirs here. Whoever asks whether
 * we are there (OPTIONS) is told; nobody can call us. For the owner's queue only.
 */
public final class Legs implements Requests {

    private static final Instant COUNTED_SINCE = Instant.parse("2026-01-01T00:00:00Z");

    /** More requests than a process sends in a dialog in its first second. */
    private static final int AHEAD = 100;

    private final Ground ground;
    private final Timers timers;
    private final Supplier<String> callIds;
    private final Transactions transactions;
    private final Map<String, Leg> legs = new HashMap<>();
    private final Map<Transport, Contact> contacts = new EnumMap<>(Transport.class);

    private record Contact(Via via, Header header) {
    }

    /**
     * @param most    with how many open transactions no more begin
     * @param callIds makes Call-IDs for what is of no call: each another, and none that can be guessed
     */
    public Legs(Ground ground, Timers timers, int most, Supplier<String> callIds) {
        this.ground = ground;
        this.timers = timers;
        this.callIds = callIds;
        this.transactions = new Transactions(ground, timers, most, this);
    }

    /** A leg that is not begun yet. */
    public Leg leg(Invitation invitation, LegNames names, LegUser user) {
        var dialog = new Dialog(names.callId(), invitation.from().withTag(names.tag()), invitation.to(),
                invitation.uri());
        Origin first = Origin.of(ground.chance().nextLong(1, Long.MAX_VALUE),
                Own.address(ground.wire(), invitation.hops().getFirst()));
        return new Leg(this, new Leg.Setup(invitation, dialog, first, names.branch()), user);
    }

    /**
     * A leg that an earlier process of ours had, as it was when its state was kept: since then that process
     * may have sent some more requests, and changed the session. Refused with {@code SipSyntax} where the
     * state cannot be read.
     *
     * @param invitation as for a new one; only its login, and what its hops must prove, are used
     */
    public Leg resumed(Invitation invitation, LegState before, LegUser user) {
        before.check();
        Hop way = Hop.of(before.way().transport(), before.way().host(), before.way().port(),
                invitation.hops().getFirst().trust());
        var leg = new Leg(this, new Leg.Setup(invitation.by(way), Dialog.of(before),
                Descriptions.origin(before.said().next()), _ -> ground.word()), user);
        add(leg);
        leg.resume(before, Math.max(unused(), before.sent() + AHEAD));
        return leg;
    }

    /**
     * A number that no earlier process has come to, whatever was kept of how far it had counted: a dialog has
     * fewer requests than seconds go by.
     */
    private long unused() {
        return Duration.between(COUNTED_SINCE, ground.timeline().now()).toSeconds();
    }

    /**
     * Asks whether a peer is there.
     *
     * @param uri  of whom
     * @param told once, why nobody is; empty where somebody is
     */
    public void ask(String uri, Hop to, Consumer<Optional<String>> told) {
        new Presence(this).ask(uri, to, told);
    }

    /** Where requests within a dialog reach us from there, as a header: nearly always the one of before. */
    Header contact(Hop to) {
        Via via = ground.wire().via(to);
        Contact before = contacts.get(to.transport());
        if (before == null || !before.via().equals(via)) {
            before = new Contact(via, Own.contact(via, to.transport()));
            contacts.put(to.transport(), before);
        }
        return before.header();
    }

    String newCallId() {
        return callIds.get();
    }

    /** Takes a message from the network. */
    public void receive(SipMessage message, Hop from) {
        transactions.receive(message, from);
    }

    /** How many dialogs there are, those that begin and end among them. */
    public int open() {
        return legs.size();
    }

    public Transactions transactions() {
        return transactions;
    }

    public Ground ground() {
        return ground;
    }

    public Timers timers() {
        return timers;
    }

    void add(Leg leg) {
        legs.put(leg.callId(), leg);
    }

    void remove(Leg leg) {
        legs.remove(leg.callId(), leg);
    }

    @Override
    public void heard(SipRequest request, ServerTransaction transaction) {
        if (request.to().tag().isEmpty()) {
            outside(request, transaction);
            return;
        }
        Leg leg = legs.get(request.callId());
        if (leg == null || !leg.owns(request)) {
            transaction.answer(481);
        } else {
            leg.heard(request, transaction);
        }
    }

    private static void outside(SipRequest request, ServerTransaction transaction) {
        if (request.method().equals("OPTIONS")) {
            transaction.answer(Answer.to(request, 200, transaction.tag())
                    .with(headers -> headers.replace(HeaderName.ALLOW, Own.METHODS)
                            .replace("Accept", "application/sdp")));
        } else {
            transaction.answer(403);
        }
    }

    @Override
    public void acknowledged(SipRequest ack) {
        Leg leg = legs.get(ack.callId());
        if (leg != null && leg.owns(ack)) {
            leg.acknowledged(ack);
        }
    }

    @Override
    public void strayed(SipResponse ok) {
        Leg leg = legs.get(ok.callId());
        if (leg != null) {
            leg.strayed(ok);
        }
    }

    @Override
    public void cancelled(ServerTransaction invite) {
        // A change that is asked for is answered within a moment or within its own time: nothing rings here.
        invite.answer(487);
    }

    @Override
    public void failed(ServerTransaction transaction, String why) {
        // Who did not hear our answer asks again; a 2xx without its ACK is its leg's own alarm.
    }
}
