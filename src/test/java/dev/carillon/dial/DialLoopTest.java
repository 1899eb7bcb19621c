package dev.carillon.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.carillon.Law;
import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.Patience;
import dev.carillon.base.SystemTimeline;
import dev.carillon.call.Callee;
import dev.carillon.call.CarrierEvent;
import dev.carillon.call.Outcome;
import dev.carillon.call.Task;
import dev.carillon.dial.DialLoop.State;
import dev.carillon.dial.FakeLedger.Fault;
import dev.carillon.dial.FakeTables.Batch;

/** The thread around the dialer: it outlives every failure and ends in order. */
@Law("Progress")
class DialLoopTest {

    private final DialWorld rows = new DialWorld();
    private final SystemTimeline timeline = new SystemTimeline(Duration.ofHours(1));
    private final Inbox inbox = new Inbox();
    private final Slow carrier = new Slow();
    private final DialLoop loop = newLoop();

    /** Ends a call when it is hung up, or at once when it is told to be quick. */
    private final class Slow implements Carrier {

        private final Map<CallKey, Consumer<CarrierEvent>> up = new ConcurrentHashMap<>();
        private volatile boolean quick;

        @Override
        public void place(CallPlan plan, Consumer<CarrierEvent> told) {
            if (quick) {
                told.accept(CarrierEvent.ended(plan.call(), timeline.now(), Outcome.BUSY));
            } else {
                up.put(plan.call(), told);
            }
        }

        @Override
        public void hangUp(CallKey call) {
            Consumer<CarrierEvent> told = up.remove(call);
            if (told != null) {
                told.accept(CarrierEvent.ended(call, timeline.now(), Outcome.CANCELLED));
            }
        }
    }

    private DialLoop newLoop() {
        var ports = new Dialer.Ports(rows.ledger(), () -> true, _ -> carrier, timeline);
        return new DialLoop(new Dialer(ports, inbox, DialSettings.defaults()), rows.ledger(), inbox,
                timeline);
    }

    @AfterEach
    void end() {
        rows.ledger().faults = _ -> Fault.NONE;
        loop.stop(Duration.ZERO);
        timeline.close();
    }

    @Test
    void a_loop_that_was_never_started_is_ended_at_once() {
        assertTrue(newLoop().stop(Duration.ofHours(1)));
    }

    private static void eventually(BooleanSupplier condition) {
        assertTrue(Patience.until(Duration.ofSeconds(20), condition));
    }

    @Test
    void it_closes_what_its_life_before_left_open_and_dials() {
        Batch batch = rows.batch(3);
        var candidate = new Claim.Candidate(batch.call, new Task(new CallKey(1, 0, 1),
                new Callee(batch.tasks.getFirst().number), 0, 1, DialWorld.AGENT, null, null, false,
                Task.Facts.NONE), false);
        try (Claim claim = rows.ledger().claim(request(batch))) {
            claim.open(List.of(new Claim.Decision.Open(candidate, List.of(), Instant.EPOCH, Instant.EPOCH,
                    Instant.MAX)), Map.of());
        }
        carrier.quick = true;
        loop.start(() -> true);
        eventually(() -> batch.status.equals("completed"));
        assertEquals(Outcome.LOST, rows.outcome(batch, 0));
        assertEquals(Outcome.BUSY, rows.outcome(batch, 1));
        assertEquals(State.DIALLING, loop.state());
    }

    @Test
    void it_takes_over_and_dials_nothing_before_its_carriers_are_ready() {
        Batch batch = rows.batch(3);
        carrier.quick = true;
        var ready = new AtomicBoolean();
        var asked = new AtomicInteger();
        loop.start(() -> asked.incrementAndGet() > 0 && ready.get());
        for (int i = 1; i <= 5; i++) {
            int times = i;
            inbox.nudge();
            eventually(() -> asked.get() >= times);
        }
        assertEquals(State.STARTING, loop.state());
        assertFalse(loop.cleared());
        assertEquals(0, rows.ledger().surveys + rows.ledger().claims);
        ready.set(true);
        inbox.nudge();
        eventually(() -> batch.status.equals("completed"));
        assertTrue(loop.cleared());
        int before = asked.get();
        eventually(() -> loop.state() == State.DIALLING);
        assertEquals(before, asked.get(), "they are asked no more");
    }

    @Test
    void it_stops_though_its_carriers_are_never_ready() {
        loop.start(() -> false);
        assertTrue(loop.stop(Duration.ofHours(1)));
        assertEquals(State.STOPPED, loop.state());
        assertFalse(loop.cleared(), "what is up is left to the next process");
    }

    @Test
    void it_says_that_the_ledger_is_away_and_goes_on_when_it_is_back() {
        Batch batch = rows.batch(3);
        carrier.quick = true;
        rows.ledger().faults = _ -> Fault.AWAY;
        loop.start(() -> true);
        eventually(() -> loop.state() == State.AWAY);
        rows.ledger().faults = _ -> Fault.NONE;
        eventually(() -> batch.status.equals("completed"));
        eventually(() -> loop.state() == State.DIALLING);
    }

    @Test
    void a_failing_step_does_not_end_it_and_what_is_told_meanwhile_does_not_make_it_spin() {
        Batch batch = rows.batch(1);
        rows.ledger().poison = batch.call.batchId();
        loop.start(() -> true);
        eventually(() -> rows.ledger().claims > 0);
        int claims = rows.ledger().claims;
        for (int i = 0; i < 50; i++) {
            inbox.nudge();
            Patience.rest(Duration.ofMillis(10));
        }
        assertTrue(rows.ledger().claims - claims < 45);
        rows.ledger().poison = 0;
        carrier.quick = true;
        eventually(() -> batch.status.equals("completed"));
    }

    @Test
    void it_drains_hangs_up_what_does_not_end_and_stops() {
        Batch batch = rows.batch(5);
        loop.start(() -> true);
        eventually(() -> carrier.up.size() == 5);
        assertTrue(loop.stop(Duration.ofMillis(300)));
        assertEquals(State.STOPPED, loop.state());
        assertEquals(5, rows.count(Outcome.CANCELLED));
        assertEquals("completed", batch.status);
        assertTrue(rows.tables.onLine.isEmpty());
        assertTrue(loop.stop(Duration.ofHours(1)));
    }

    @Test
    void it_stops_at_once_when_nothing_is_live() {
        loop.start(() -> true);
        eventually(() -> loop.state() == State.DIALLING);
        assertTrue(loop.stop(Duration.ofHours(1)));
        assertEquals(State.STOPPED, loop.state());
    }

    private static ClaimRequest request(Batch batch) {
        return new ClaimRequest(DialWorld.START,
                List.of(new ClaimRequest.Share(batch.call, 1)), false);
    }
}
