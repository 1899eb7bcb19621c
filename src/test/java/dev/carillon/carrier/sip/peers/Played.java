package dev.carillon.carrier.sip.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Patience;
import dev.carillon.call.Again;
import dev.carillon.call.CarrierEvent;
import dev.carillon.call.CarrierEvent.Kind;
import dev.carillon.call.Cause;
import dev.carillon.carrier.sip.message.Direction;
import dev.carillon.carrier.sip.message.Login;
import dev.carillon.carrier.sip.message.Sdp;
import dev.carillon.carrier.sip.message.SipRequest;
import dev.carillon.carrier.sip.peers.CarrierScenario.AgentCalled;
import dev.carillon.carrier.sip.peers.CarrierScenario.Verdict;
import dev.carillon.carrier.sip.transaction.Transport;

/** A scenario that was played: what each side saw. A failure shows every message of both. */
record Played(CarrierScenario scenario, List<CarrierEvent> events, List<Traced> atCarrier,
        List<Traced> atAgent) {

    private static final Duration QUICK = Duration.ofSeconds(25);
    private static final Duration SLOW = Duration.ofSeconds(110);
    private static final Duration AFTERWARDS = Duration.ofSeconds(10);

    /** Plays it, and checks what every call has in common. */
    static Played play(CarrierScenario scenario, Rig rig, Path folder, Transport transport) {
        try (var carrier = Sipp.called(scenario.carrier(), folder, transport);
                var agent = Sipp.called(scenario.agent(), folder, transport)) {
            Rig.Placed call = rig.place(scenario.offer(), carrier.hop(), agent.hop(), scenario.login());
            try {
                Played played = toItsEnd(scenario, call, carrier, agent);
                played.check();
                return played;
            } catch (AssertionError e) {
                throw new AssertionError(e.getMessage() + "\ntold: " + call.events() + carrier.report()
                        + agent.report(), e);
            }
        }
    }

    private static Played toItsEnd(CarrierScenario scenario, Rig.Placed call, Sipp carrier, Sipp agent) {
        act(scenario, call);
        call.awaitEnd(scenario.slow() ? SLOW : QUICK);
        carrier.assertPlayed(AFTERWARDS);
        if (!agent.received("INVITE").isEmpty()) {
            agent.assertPlayed(AFTERWARDS);
        }
        return new Played(scenario, call.events(), carrier.messages(), agent.messages());
    }

    private static void act(CarrierScenario scenario, Rig.Placed call) {
        Kind when = switch (scenario.act()) {
            case NOTHING -> null;
            case HANG_UP_WHEN_RINGING -> Kind.RINGING;
            case HANG_UP_WHEN_JOINED -> Kind.JOINED;
        };
        if (when != null) {
            assertTrue(Patience.until(QUICK, () -> kinds(call.events()).contains(when)), "never " + when);
            call.hangUp();
        }
    }

    private void check() {
        Verdict verdict = scenario.verdict();
        CarrierEvent end = events.getLast();
        assertEquals(1, events.stream().filter(event -> event.kind() == Kind.ENDED).count(), "ends");
        assertEquals(Kind.ENDED, end.kind());
        assertTrue(verdict.outcomes().contains(Objects.requireNonNull(end.outcome())),
                () -> "it is " + end.outcome() + ", not " + verdict.outcomes());
        if (verdict.told() != null) {
            assertEquals(verdict.told(), kinds(events));
        }
        assertEquals(verdict.otherTrunk() ? Again.OTHER_TRUNK : Again.NO, end.again(), "another trunk");
        checkCause(verdict, end.cause());
        checkFirst();
        checkAgent(verdict.agent());
        checkRequests(atCarrier);
        checkRequests(atAgent);
        checkLogin(scenario.login());
    }

    private static void checkCause(Verdict verdict, @Nullable Cause cause) {
        if (verdict.sip() != 0 || verdict.q850() != 0) {
            assertEquals(verdict.sip() + "/" + verdict.q850(),
                    cause == null ? "none" : cause.sip() + "/" + cause.q850(), "the cause");
        }
    }

    /** What the first request of a call is. */
    private void checkFirst() {
        SipRequest first = received(atCarrier, "INVITE").getFirst();
        if (scenario.offer() == Offer.LATE) {
            assertEquals(0, first.body().length(), "an INVITE without a description");
        } else {
            Sdp held = Sdp.in(first).orElseThrow();
            assertEquals(List.of(Direction.INACTIVE),
                    held.media().stream().map(stream -> stream.direction()).toList());
        }
        assertEquals(Rig.CALLED, first.sipUri().userText());
    }

    /** The agent is offered media that flow, by who called it once. */
    private void checkAgent(AgentCalled called) {
        List<SipRequest> invites = received(atAgent, "INVITE");
        assertTrue(called == AgentCalled.PERHAPS || (called == AgentCalled.NEVER) == invites.isEmpty(),
                () -> "the agent had " + invites.size() + " INVITEs");
        if (!invites.isEmpty()) {
            Sdp offer = Sdp.in(invites.getFirst()).orElseThrow();
            assertEquals(Direction.SENDRECV, offer.media().getFirst().direction());
        }
    }

    /** Each request is whole, of one call, and no INVITE of a second call ever came. */
    private static void checkRequests(List<Traced> messages) {
        List<SipRequest> requests = messages.stream().filter(Traced::received)
                .filter(m -> !m.text().startsWith("SIP/2.0")).map(Traced::request).toList();
        requests.forEach(SipRequest::requireComplete);
        assertTrue(requests.stream().map(SipRequest::callId).distinct().count() <= 1, "one Call-ID");
        requests.stream().filter(r -> r.method().equals("INVITE")).forEach(invite -> {
            assertEquals(1, invite.contacts().size(), "one Contact");
            assertTrue(invite.from().tag().isPresent(), "a tag of ours");
        });
    }

    private void checkLogin(@Nullable Login login) {
        if (login == null) {
            return;
        }
        SipRequest last = received(atCarrier, "INVITE").get(1);
        String said = last.headers().first("Authorization")
                .or(() -> last.headers().first("Proxy-Authorization")).orElseThrow();
        assertTrue(DigestCheck.of(said).isRight(login, "INVITE", last.uri()), said);
    }

    List<SipRequest> receivedAtAgent(String method) {
        return received(atAgent, method);
    }

    List<SipRequest> receivedAtCarrier(String method) {
        return received(atCarrier, method);
    }

    private static List<SipRequest> received(List<Traced> messages, String method) {
        return messages.stream().filter(m -> m.received() && m.isRequest(method)).map(Traced::request)
                .toList();
    }

    private static List<Kind> kinds(List<CarrierEvent> events) {
        // What is kept of a call is told with its step, and again when it changes.
        return events.stream().map(CarrierEvent::kind).distinct().toList();
    }
}
