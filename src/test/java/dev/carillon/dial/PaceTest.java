package dev.carillon.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.carillon.Law;
import dev.carillon.base.Chance;
import dev.carillon.dial.FakeTables.Batch;
import dev.carillon.dial.UsageKey.Scope;

/** Starts keep the pace of their trunk in every window of time, however they come about. */
@Law("Capacity")
class PaceTest {

    private static final Instant START = DialWorld.START;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void in_every_window_no_more_start_than_pace_and_burst_allow(long seed) {
        RandomGenerator random = Chance.seeded(seed);
        double callsPerSecond = random.nextDouble(0.3, 400);
        int burst = random.nextInt(1, 9);
        Pace pace = Pace.of(callsPerSecond, burst, false);
        Instant now = START;
        Instant freeAt = Instant.EPOCH;
        var starts = new ArrayList<Instant>();
        while (starts.size() < 300) {
            if (random.nextInt(20) == 0) {
                now = now.plusNanos(random.nextLong((long) (5e9 / callsPerSecond)));
            }
            now = pace.slot(freeAt, now);
            freeAt = pace.after(freeAt, now);
            starts.add(now);
        }
        FakeCarrier.checkPace(starts, callsPerSecond, burst);
    }

    @Test
    void a_burst_starts_at_once_and_then_one_an_interval() {
        Pace pace = Pace.of(10, 3, false);
        var waits = new ArrayList<Long>();
        Instant freeAt = Instant.EPOCH;
        Instant now = START;
        for (int i = 0; i < 6; i++) {
            now = pace.slot(freeAt, now);
            freeAt = pace.after(freeAt, now);
            waits.add(Duration.between(START, now).toMillis());
        }
        assertEquals(List.of(0L, 0L, 0L, 100L, 200L, 300L), waits);
    }

    @Test
    void an_interval_is_rounded_so_that_the_pace_is_never_exceeded() {
        assertEquals(Duration.ofNanos(333_334_000), Pace.of(3, 1, false).interval());
        assertEquals(Duration.ofNanos(67_000), Pace.of(15_000, 1, false).interval());
        assertTrue(Pace.of(1e-12, 5, false).interval().toDays() > 1);
    }

    /** However late each start is within what it may be, and by whatever order that brings. */
    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24})
    void starts_of_several_nodes_that_are_a_little_late_are_in_no_second_too_many(long seed) {
        RandomGenerator random = Chance.seeded(seed);
        double callsPerSecond = random.nextInt(1, 400);
        Pace pace = Pace.of(callsPerSecond, 1, true);
        var starts = new ArrayList<Long>();
        Instant at = START;
        for (int i = 0; i < 5_000; i++) {
            starts.add(Duration.between(START, at).toNanos()
                    + random.nextLong(0, Capacity.LATE_BESIDE_OTHERS.toNanos()));
            at = pace.after(at, at);
        }
        starts.sort(null);
        for (int i = 0, first = 0; i < starts.size(); i++) {
            while (starts.get(first) < starts.get(i) - 1_000_000_000L) {
                first++;
            }
            assertTrue(i - first + 1 <= callsPerSecond + 1, seed + ": " + (i - first + 1));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16})
    void several_trunks_and_bursts_keep_their_pace_through_many_claims_of_two_nodes(long seed) {
        RandomGenerator random = Chance.seeded(seed);
        var world = new DialWorld();
        world.checks = false;
        world.addNode();
        world.script(FakeCarrier.Script.talks(Duration.ofMillis(random.nextInt(1, 3_000))));
        var paces = new ArrayList<Usage>();
        for (int i = 0; i < 3; i++) {
            String organization = Character.toString('a' + i).repeat(20);
            Batch one = world.batch(400, organization);
            Batch other = world.batch(400, organization);
            world.pace(world.key(one, Scope.TRUNK), random.nextDouble(5, 200), random.nextInt(1, 5));
            world.pace(world.key(other, Scope.BATCH), random.nextDouble(5, 50), 1);
            paces.add(world.tables.usage(world.key(one, Scope.TRUNK)));
        }
        world.run(Duration.ofSeconds(5));
        for (Usage pace : paces) {
            world.carrier.checkPace(Long.parseLong(pace.key().id()), callsPerSecond(pace), pace.burst());
        }
    }

    @Test
    void a_paced_trunk_is_used_to_the_full() {
        var world = new DialWorld();
        Batch batch = world.batch(2_000);
        world.checks = false;
        world.pace(world.key(batch, Scope.TRUNK), 50, 1);
        world.run(Duration.ofSeconds(20));
        assertTrue(world.placed() >= 995 && world.placed() <= 1_001, "placed " + world.placed());
    }

    @Test
    void a_node_starts_no_more_calls_in_a_second_than_it_may() {
        var world = new DialWorld(DialSettings.defaults().withCallsPerSecond(10.0));
        world.checks = false;
        world.batch(50);
        world.batch(50);
        world.run(Duration.ofSeconds(4));
        var starts = new ArrayList<Instant>();
        world.carrier.placed.forEach(p -> starts.add(p.at()));
        FakeCarrier.checkPace(starts, 10, 1);
        assertEquals(40, starts.size(), 1);
    }

    @Test
    void slow_batches_leave_the_trunk_to_the_others() {
        var world = new DialWorld();
        world.checks = false;
        for (int i = 0; i < 40; i++) {
            Batch slow = world.batch(100);
            world.pace(world.key(slow, Scope.BATCH), 0.5, 1);
            world.pace(world.key(slow, Scope.TRUNK), 50, 1);
        }
        Batch fast = world.batch(2_000);
        world.run(Duration.ofSeconds(20));
        assertTrue(world.placed() > 900, "placed " + world.placed());
        assertTrue(fast.sent > 300, "of the fast one " + fast.sent);
    }

    @Test
    @Law("Obedience")
    void a_batch_that_was_slow_and_is_edited_is_fast_at_once() {
        var world = new DialWorld();
        Batch batch = world.batch(100);
        UsageKey limit = world.key(batch, Scope.BATCH);
        world.pace(limit, 0.01, 1);
        world.run(Duration.ofSeconds(3));
        assertEquals(1, world.placed());
        Usage slow = world.tables.usage(limit);
        world.tables.usage.put(limit, new Usage(limit, slow.live(), null, 50.0, 1, world.timeline.now()));
        batch.version++;
        world.run(Duration.ofSeconds(1));
        assertTrue(world.placed() > 30, "placed " + world.placed());
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24})
    void starts_that_come_late_together_are_held_apart_again(long seed) {
        RandomGenerator random = Chance.seeded(seed);
        var world = new DialWorld();
        world.checks = false;
        Batch batch = world.batch(2_000);
        int burst = random.nextInt(1, 4);
        world.pace(world.key(batch, Scope.TRUNK), 50, burst);
        world.ledger().faults = transaction -> {
            if (transaction.equals("open")) {
                world.timeline.advance(Duration.ofMillis(random.nextInt(0, 250)));
            }
            return FakeLedger.Fault.NONE;
        };
        world.run(Duration.ofSeconds(10));
        world.carrier.checkPace(DialWorld.trunkOf(batch).trunkId(), 50, burst);
        assertTrue(world.placed() > 200, "placed " + world.placed());
    }

    private static double callsPerSecond(Usage usage) {
        return FakeTables.present(usage.callsPerSecond());
    }
}
