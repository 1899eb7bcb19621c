package dev.carillon.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.carillon.Law;
import dev.carillon.call.CarrierEvent.Kind;
import dev.carillon.call.Outcome;
import dev.carillon.call.Trunk;
import dev.carillon.dial.FakeCarrier.Placed;
import dev.carillon.dial.FakeCarrier.Script;
import dev.carillon.dial.FakeCarrier.Script.Step;
import dev.carillon.dial.FakeLedger.Fault;
import dev.carillon.dial.FakeTables.Batch;

/**
 * An attempt whose trunk fails it before anything rings goes on over another trunk, or ends as it was told.
 */
class ElsewhereTest {

    private final DialWorld world = new DialWorld();

    private static Trunk trunk(long id) {
        return new Trunk(id, DialWorld.ORGANIZATION, Trunk.Kind.SIP, "{}");
    }

    /** Over so many trunks, of which the first ones fail. */
    private Batch batch(int tasks, int trunks, int failing) {
        Batch batch = world.batch(tasks);
        DialWorld.trunk(batch, trunk(1));
        for (long id = 1; id <= trunks; id++) {
            world.ledger().ways.add(trunk(id));
            if (id <= failing) {
                world.carrier.failing.put(id, Outcome.CONGESTION);
            }
        }
        return batch;
    }

    private List<Long> trunks() {
        return world.carrier.placed.stream().map(Placed::trunk).toList();
    }

    @Test
    void it_goes_on_over_the_next_trunk_at_once_and_stays_one_attempt() {
        Batch batch = batch(1, 3, 1);
        world.run(Duration.ofSeconds(10));
        assertEquals(List.of(1L, 2L), trunks());
        assertEquals(Outcome.COMPLETED, world.outcome(batch, 0));
        assertEquals(1, batch.tasks.getFirst().attempts);
        assertEquals(0, world.tables.usage(world.key(batch, UsageKey.Scope.TRUNK)).live());
    }

    @Test
    @Law("Single dial")
    void it_is_placed_three_times_at_most_and_ends_as_the_last_trunk_said() {
        Batch batch = batch(1, 5, 5);
        world.carrier.failing.put(3L, Outcome.TRUNK_CONFIG);
        world.run(Duration.ofSeconds(10));
        assertEquals(List.of(1L, 2L, 3L), trunks());
        assertEquals(Outcome.TRUNK_CONFIG, world.outcome(batch, 0));
        assertEquals("completed", batch.status);
    }

    @Test
    void that_a_trunk_has_no_route_to_a_number_is_doubted_once() {
        Batch batch = batch(1, 3, 0);
        world.carrier.failing.put(1L, Outcome.INVALID_NUMBER);
        world.carrier.failing.put(2L, Outcome.INVALID_NUMBER);
        world.run(Duration.ofSeconds(10));
        assertEquals(List.of(1L, 2L), trunks());
        assertEquals(Outcome.INVALID_NUMBER, world.outcome(batch, 0));
    }

    @Test
    void each_placement_is_another_call_to_a_network_and_a_node_that_comes_back_knows_which_it_was() {
        batch(1, 3, 2);
        world.ledger().resumable = true;
        world.carrier.keeps = "state";
        world.script(Script.talks(Duration.ofSeconds(20)));
        world.runMillis(5_000);
        assertEquals(List.of(1, 2, 3), world.carrier.placed.stream().map(Placed::placement).toList());
        world.node().restart();
        world.runMillis(2_000);
        CallPlan adopted = world.carrier.adopted.getFirst().plan();
        assertEquals(3, adopted.placement());
        assertEquals(3L, adopted.trunk().trunkId());
    }

    @Test
    @Law("Single dial")
    void nothing_is_placed_again_that_has_rung_whatever_its_carrier_asks_for() {
        Batch batch = batch(1, 2, 0);
        world.carrier.alwaysAsksForAnother = true;
        world.script(new Script(List.of(new Step(Duration.ofMillis(100), Kind.RINGING, null),
                new Step(Duration.ofMillis(200), Kind.ENDED, Outcome.CONGESTION))));
        world.run(Duration.ofSeconds(10));
        assertEquals(List.of(1L), trunks());
        assertEquals(Outcome.CONGESTION, world.outcome(batch, 0));
    }

    @ParameterizedTest
    @EnumSource(names = {"BLOCKED_BY_NETWORK", "BLOCKED_BY_CALLEE", "BUSY", "DECLINED", "NO_ANSWER"})
    void what_the_called_party_or_its_network_has_said_is_never_evaded(Outcome outcome) {
        Batch batch = batch(1, 2, 1);
        world.carrier.failing.put(1L, outcome);
        world.run(Duration.ofSeconds(10));
        assertEquals(List.of(1L), trunks());
        assertEquals(outcome, world.outcome(batch, 0));
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void while_the_ledger_is_away_it_ends_as_its_carrier_said(Fault fault) {
        Batch batch = batch(1, 2, 1);
        world.ledger().faults = name -> name.equals("elsewhere") ? fault : Fault.NONE;
        world.run(Duration.ofSeconds(10));
        assertEquals(List.of(1L), trunks());
        assertEquals(Outcome.CONGESTION, world.outcome(batch, 0));
        assertEquals("completed", batch.status);
    }

    @Test
    @Law("Capacity")
    void a_trunk_that_is_full_or_whose_pace_is_not_free_is_not_taken() {
        Batch batch = batch(4, 3, 1);
        var second = new UsageKey(DialWorld.ORGANIZATION, UsageKey.Scope.TRUNK, "2");
        var third = new UsageKey(DialWorld.ORGANIZATION, UsageKey.Scope.TRUNK, "3");
        world.live(second, 1);
        world.pace(third, 0.01, 1);
        world.run(Duration.ofSeconds(30));
        assertEquals(List.of(1L, 1L, 1L, 1L, 2L, 3L), trunks().stream().sorted().toList());
        assertEquals(2, world.count(Outcome.COMPLETED));
        assertEquals(2, world.count(Outcome.CONGESTION));
        assertEquals("completed", batch.status);
    }

    @Test
    @Law("Single dial")
    void a_late_word_of_the_placement_before_is_nobody_elses() {
        Batch batch = batch(1, 2, 1);
        world.carrier.line = word -> {
            word.run();
            world.timeline.wakeAt(world.timeline.now().plusMillis(700), word);
        };
        world.run(Duration.ofSeconds(10));
        assertEquals(List.of(1L, 2L), trunks());
        assertEquals(Outcome.COMPLETED, world.outcome(batch, 0));
    }

    @Test
    @Law("Budget")
    void a_placement_that_comes_too_late_ends_the_attempt_as_the_one_before_and_costs_budget() {
        Batch batch = batch(1, 2, 1);
        world.ledger().faults = name -> {
            world.node().leaseHeld = !name.equals("elsewhere");
            return Fault.NONE;
        };
        world.runMillis(200);
        world.ledger().faults = _ -> Fault.NONE;
        world.node().leaseHeld = true;
        world.run(Duration.ofSeconds(10));
        assertEquals(List.of(1L), trunks());
        assertEquals(Outcome.CONGESTION, world.outcome(batch, 0));
        assertEquals(1, batch.tasks.getFirst().spent);
    }

    @Test
    @Law("Progress")
    void a_trunk_that_does_not_work_rests_and_a_survey_is_told() {
        Batch batch = batch(50, 1, 1);
        world.carrier.failing.put(1L, Outcome.TRUNK_UNREACHABLE);
        world.live(world.key(batch, UsageKey.Scope.TRUNK), 1);
        world.run(Duration.ofSeconds(5));
        assertEquals(List.of(1L), List.copyOf(world.ledger().resting));
    }
}
