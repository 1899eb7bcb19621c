package dev.carillon.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.carillon.Law;
import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.AttemptState;
import dev.carillon.call.Outcome;
import dev.carillon.call.Reason;
import dev.carillon.dial.FakeCarrier.Script;
import dev.carillon.dial.FakeLedger.Fault;
import dev.carillon.dial.FakeTables.Batch;
import dev.carillon.dial.UsageKey.Scope;

/** What the dialer does when the lease, the ledger or the carrier fails, and how it ends. */
@Law("Single dial")
class FaultsTest {

    private static final Duration WHILE = Duration.ofSeconds(10);

    private final DialWorld world = new DialWorld();

    @Test
    void without_the_lease_nothing_is_claimed_and_the_loop_does_not_spin() {
        Batch batch = world.batch(5);
        world.node().leaseHeld = false;
        world.run(Duration.ofSeconds(5));
        assertEquals(0, batch.sent);
        assertTrue(world.node().steps < 150, "steps " + world.node().steps);
        world.node().leaseHeld = true;
        world.run(Duration.ofSeconds(5));
        assertEquals("completed", batch.status);
    }

    @Test
    void a_lease_that_is_lost_between_claim_and_start_places_nothing() {
        Batch batch = world.batch(5);
        world.pace(world.key(batch, Scope.TRUNK), 50, 1);
        world.runMillis(1);
        assertEquals(1, world.placed());
        world.node().leaseHeld = false;
        world.run(Duration.ofSeconds(2));
        assertEquals(1, world.placed());
        assertEquals(4, world.count(Outcome.NOT_PLACED));
        assertEquals(Reason.RETRY_WAIT, batch.due.first().reason());
        world.node().leaseHeld = true;
        world.run(Duration.ofSeconds(5));
        assertEquals("completed", batch.status);
        assertEquals(5, world.placed());
    }

    @Test
    void a_lease_that_is_lost_during_the_commit_places_nothing() {
        world.batch(5);
        world.ledger().faults = transaction -> {
            if (transaction.equals("open")) {
                world.node().leaseHeld = false;
            }
            return Fault.NONE;
        };
        world.run(Duration.ofSeconds(2));
        assertEquals(0, world.placed());
        assertEquals(5, world.count(Outcome.NOT_PLACED));
    }

    @Test
    void a_commit_that_took_too_long_places_nothing() {
        Batch batch = world.batch(5);
        world.ledger().faults = transaction -> {
            if (transaction.equals("open") && batch.sent == 0) {
                world.timeline.advance(Duration.ofMillis(501));
            }
            return Fault.NONE;
        };
        var heard = new AtomicInteger();
        world.carrier.beforePlacing = heard::incrementAndGet;
        world.run(Duration.ofSeconds(5));
        assertEquals(5, world.count(Outcome.NOT_PLACED));
        assertEquals(5, heard.get());
        assertTrue(world.carrier.placed.stream().allMatch(p -> p.call().no() == 2));
        assertEquals(5, batch.completed);
    }

    @ParameterizedTest
    @EnumSource(value = Fault.class, names = {"ANSWER_LOST", "NOT_DONE_AND_ANSWER_LOST"})
    void of_a_commit_without_an_answer_nothing_is_placed_and_what_it_opened_is_disowned(Fault fault) {
        Batch batch = world.batch(5);
        once("open", fault);
        world.runMillis(200);
        assertEquals(0, world.placed());
        world.run(Duration.ofSeconds(5));
        assertEquals("completed", batch.status);
        assertEquals(5, batch.completed);
        assertEquals(5, world.placed());
        assertEquals(fault == Fault.ANSWER_LOST ? 5 : 0, world.count(Outcome.NOT_PLACED));
    }

    @Test
    void what_is_live_and_not_yet_told_anything_is_not_disowned() {
        Batch batch = world.batch(10);
        world.live(world.key(batch, Scope.TRUNK), 5);
        world.script(Script.ends(Duration.ofSeconds(3), Outcome.COMPLETED));
        world.runMillis(50);
        assertEquals(5, world.placed());
        world.live(world.key(batch, Scope.TRUNK), 10);
        once("open", Fault.ANSWER_LOST);
        world.runMillis(700);
        assertEquals(5, world.count(Outcome.NOT_PLACED));
        assertTrue(world.tables.attempts.values().stream().filter(a -> a.key().no() == 1 && a.key().seq() < 5)
                .noneMatch(a -> a.state == AttemptState.ENDED));
        world.run(WHILE);
        assertEquals(10, batch.completed);
    }

    @Test
    @Law("Ledger")
    void after_an_outage_everything_is_recorded_and_nothing_twice() {
        Batch batch = world.batch(60);
        world.live(world.key(batch, Scope.TRUNK), 20);
        world.runMillis(700);
        int placed = world.placed();
        world.ledger().faults = transaction -> transaction.equals("record") ? Fault.ANSWER_LOST : Fault.AWAY;
        world.run(Duration.ofMinutes(3));
        assertEquals(placed, world.placed());
        assertEquals(20, world.dialer().liveCalls());
        assertTrue(world.dialer().watched() <= 20);
        world.ledger().faults = _ -> Fault.NONE;
        world.run(Duration.ofSeconds(20));
        assertEquals(60, batch.completed);
        assertEquals(60, world.placed());
    }

    @Test
    @Law("Progress")
    void a_change_that_the_ledger_refuses_does_not_hold_up_the_others() {
        Batch wrong = world.batch(1);
        Batch right = world.batch(300);
        world.ledger().refused = change -> change.call().batchId() == wrong.call.batchId();
        world.run(Duration.ofSeconds(30));
        assertEquals("completed", right.status);
        assertEquals(0, wrong.pickedUp);
        world.ledger().refused = _ -> false;
        world.run(Duration.ofMinutes(2));
        assertEquals("completed", wrong.status);
        assertEquals(1, wrong.completed);
    }

    @Test
    void a_carrier_that_fails_to_place_holds_up_nobody_and_its_call_is_lost() {
        Batch batch = world.batch(3);
        world.carrier.beforePlacing = () -> {
            if (world.placed() == 1) {
                world.carrier.beforePlacing = () -> {
                };
                throw new IllegalStateException("the carrier's defect");
            }
        };
        world.run(Duration.ofSeconds(40));
        assertEquals(2, batch.completed);
        assertEquals(1, world.count(Outcome.LOST));
        assertEquals("completed", batch.status);
        assertEquals(0, world.node().failures);
    }

    @Test
    void a_claim_that_the_ledger_gives_no_tasks_is_not_repeated_without_rest() {
        world.batch(100_000);
        world.checks = false;
        world.ledger().leaseEnded = true;
        world.run(Duration.ofSeconds(5));
        assertTrue(world.ledger().claims < 260, "claims " + world.ledger().claims);
    }

    @Test
    void many_nudges_lead_to_few_surveys_and_none_is_forgotten() {
        Batch batch = world.batch(1);
        world.run(Duration.ofSeconds(5));
        int surveys = world.ledger().surveys;
        for (int i = 0; i < 1_000; i++) {
            world.node().nudge();
            world.runMillis(1);
        }
        assertTrue(world.ledger().surveys - surveys < 60, "surveys " + (world.ledger().surveys - surveys));
        batch.status = "sent";
        batch.tasks.add(new FakeTables.TaskRow("+4977777777"));
        world.node().nudge();
        world.runMillis(30);
        assertEquals(2, world.placed());
    }

    @Test
    void a_drain_opens_nothing_gives_up_what_waits_and_lets_calls_end() {
        Batch batch = world.batch(50);
        world.pace(world.key(batch, Scope.TRUNK), 20, 1);
        world.run(Duration.ofSeconds(1));
        while (world.tables.attempts.size() == world.placed()) {
            world.runMillis(1);
        }
        int placed = world.placed();
        world.dialer().drain();
        world.dialer().drain();
        world.run(Duration.ofSeconds(1));
        assertEquals(placed, world.placed());
        assertEquals(world.tables.attempts.size() - placed, world.count(Outcome.NOT_PLACED));
        assertFalse(world.dialer().idle());
        assertEquals(world.dialer().liveCalls(), world.tables.onLine.size());
        world.run(Duration.ofSeconds(5));
        assertTrue(world.dialer().idle());
        assertEquals(placed, batch.completed);
        assertEquals(0, world.tables.onLine.size());
        assertEquals("sent", batch.status);
    }

    @Test
    void a_drain_may_hang_up_what_does_not_end() {
        Batch batch = world.batch(5);
        world.script(Script.talks(Duration.ofHours(1)));
        world.run(Duration.ofSeconds(2));
        world.dialer().drain();
        world.dialer().hangUpAll(world.timeline.now());
        world.dialer().hangUpAll(world.timeline.now());
        world.run(Duration.ofSeconds(1));
        assertTrue(world.dialer().idle());
        assertEquals(5, world.count(Outcome.CANCELLED));
        assertEquals(5, batch.sent);
    }

    @Test
    @Law("Progress")
    void a_frozen_node_loses_its_calls_to_the_other_and_places_nothing_when_it_wakes() {
        Batch batch = world.batch(200);
        world.pace(world.key(batch, Scope.TRUNK), 50, 1);
        DialWorld.Node other = world.addNode();
        world.run(Duration.ofSeconds(2));
        DialWorld.Node frozen = world.node();
        frozen.frozen = true;
        frozen.leaseHeld = false;
        Set<Integer> dead = Set.of(frozen.ledger.node);
        other.ledger.dead.addAll(dead);
        world.run(Duration.ofSeconds(10));
        Set<CallKey> lost = world.tables.attempts.values().stream()
                .filter(a -> a.outcome == Outcome.LOST).map(FakeTables.Attempt::key)
                .collect(Collectors.toSet());
        assertFalse(lost.isEmpty());
        frozen.frozen = false;
        world.run(Duration.ofSeconds(20));
        assertEquals("completed", batch.status);
        assertTrue(lost.stream().noneMatch(call -> world.tables.attempts.keySet()
                .contains(new CallKey(call.batchId(), call.seq(), call.no() + 1))));
    }

    private void once(String transaction, Fault fault) {
        world.ledger().faults = name -> {
            if (name.equals(transaction)) {
                world.ledger().faults = _ -> Fault.NONE;
                return fault;
            }
            return Fault.NONE;
        };
    }
}
