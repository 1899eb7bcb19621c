package dev.carillon.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.carillon.Law;
import dev.carillon.call.BatchCall;
import dev.carillon.call.Outcome;
import dev.carillon.dial.FakeCarrier.Script;
import dev.carillon.dial.FakeTables.Batch;
import dev.carillon.dial.UsageKey.Scope;

/** Live calls never exceed a limit, and a limit holds up nobody else. */
@Law("Capacity")
class LimitsTest {

    private static final Duration WHOLE_MINUTE = Duration.ofMinutes(1);

    private static DialSettings settings(int maxLive) {
        DialSettings d = DialSettings.defaults();
        return new DialSettings(d.ringTimeout(), d.agentSetup(), d.longestCall(), d.confirmation(), 500,
                maxLive, null);
    }

    @ParameterizedTest
    @EnumSource(value = Scope.class, names = {"CALLER_ID", "NODE"}, mode = EnumSource.Mode.EXCLUDE)
    void a_limit_is_used_to_the_full_and_never_exceeded(Scope scope) {
        var world = new DialWorld();
        Batch batch = world.batch(60);
        world.live(world.key(batch, scope), 7);
        int most = 0;
        for (int i = 0; i < 60_000 && batch.status.equals("sent"); i++) {
            world.runMillis(1);
            most = Math.max(most, world.carrier.live());
        }
        assertEquals(7, most);
        assertEquals("completed", batch.status);
        assertTrue(Duration.between(DialWorld.START, world.timeline.now()).toSeconds() < 35);
    }

    @Test
    void a_node_takes_no_more_than_its_own_limit_and_does_not_spin_when_it_is_full() {
        var world = new DialWorld(settings(5));
        Batch batch = world.batch(100);
        world.script(Script.talks(Duration.ofMinutes(10)));
        world.runMillis(5_000);
        int steps = world.node().steps;
        world.runMillis(5_000);
        assertEquals(5, world.carrier.live());
        assertEquals(5, batch.sent);
        assertTrue(world.node().steps - steps < 60, "steps " + (world.node().steps - steps));
    }

    @Test
    void while_its_carriers_have_no_room_a_node_opens_nothing_and_does_not_spin() {
        var world = new DialWorld();
        world.carrier.full = true;
        Batch batch = world.batch(20);
        world.runMillis(5_000);
        int steps = world.node().steps;
        world.runMillis(5_000);
        assertEquals(0, batch.sent);
        assertTrue(world.node().steps - steps < 60, "steps " + (world.node().steps - steps));
        world.carrier.full = false;
        world.runMillis(10_000);
        assertEquals("completed", batch.status);
    }

    @Test
    void a_limit_that_stays_full_is_asked_for_less_and_less_often() {
        var world = new DialWorld();
        Batch batch = world.batch(100);
        world.live(world.key(batch, Scope.TRUNK), 5);
        world.script(Script.talks(Duration.ofMinutes(10)));
        world.runMillis(5_000);
        int claims = world.ledger().claims;
        world.runMillis(10_000);
        assertTrue(world.ledger().claims - claims < 60, "claims " + (world.ledger().claims - claims));
    }

    @Test
    void a_full_agent_of_one_task_does_not_hold_up_the_others() {
        var world = new DialWorld();
        Batch batch = world.batch(40);
        for (int i = 0; i < 20; i++) {
            batch.tasks.get(i).agentId = "agent_rare";
        }
        world.live(new UsageKey(DialWorld.ORGANIZATION, Scope.AGENT, "agent_rare"), 1);
        world.run(Duration.ofSeconds(5));
        assertTrue(batch.completed >= 21, "completed " + batch.completed);
        world.run(Duration.ofMinutes(2));
        assertEquals(40, batch.completed);
    }

    @Test
    @Law("Progress")
    void a_crowd_in_front_of_one_agent_never_hides_the_tasks_behind_it() {
        var world = new DialWorld(new DialSettings(Duration.ofSeconds(30), Duration.ofSeconds(5),
                Duration.ofHours(1), Duration.ofSeconds(5), 20, 1_000, null));
        world.checks = false;
        Batch batch = world.batch(3_000);
        for (int i = 0; i < 2_000; i++) {
            batch.tasks.get(i).agentId = "agent_rare";
        }
        world.live(new UsageKey(DialWorld.ORGANIZATION, Scope.AGENT, "agent_rare"), 2);
        world.run(Duration.ofSeconds(20));
        assertTrue(batch.completed >= 1_000, "completed " + batch.completed);
        assertTrue(world.ledger().waits < 2_100, "waits " + world.ledger().waits);
    }

    @Test
    @Law("Answered")
    void a_task_without_an_agent_is_not_dialled() {
        var world = new DialWorld();
        Batch batch = world.batch(1);
        batch.call = new BatchCall(1, DialWorld.ORGANIZATION, "+49301", null,
                batch.call.rules(), batch.call.rank(), batch.call.trunk());
        world.run(Duration.ofSeconds(3));
        assertEquals(0, batch.sent);
        assertEquals(0, world.node().failures);
    }

    @Test
    void a_batch_without_a_trunk_waits_and_holds_up_nobody() {
        var world = new DialWorld();
        Batch without = world.batch(3);
        Batch with = world.batch(3);
        var trunk = without.call.trunk();
        DialWorld.trunk(without, null);
        world.run(Duration.ofSeconds(5));
        assertEquals(0, without.sent);
        assertEquals("completed", with.status);
        assertEquals(0, world.node().failures);
        DialWorld.trunk(without, trunk);
        world.run(Duration.ofSeconds(8));
        assertEquals("completed", without.status);
    }

    @Test
    void two_nodes_keep_one_limit_between_them() {
        var world = new DialWorld();
        world.addNode();
        Batch batch = world.batch(60);
        world.live(world.key(batch, Scope.TRUNK), 6);
        world.run(WHOLE_MINUTE);
        assertEquals("completed", batch.status);
    }

    @Test
    void a_lost_call_keeps_its_places_until_its_last_deadline() {
        var world = new DialWorld(settings(2));
        world.checks = false;
        Batch batch = world.batch(3);
        world.live(world.key(batch, Scope.BATCH), 2);
        world.script(Script.only());
        world.carrier.confirms = null;
        world.run(Duration.ofSeconds(40));
        assertEquals(2, world.count(Outcome.LOST));
        assertEquals(2, world.dialer().liveCalls());
        assertTrue(world.dialer().idle());
        world.run(world.settings.whole());
        assertEquals(3, batch.sent);
    }

    @Test
    @Law("Progress")
    void freed_places_are_used_again_at_once() {
        var world = new DialWorld();
        world.checks = false;
        Batch batch = world.batch(4_000);
        world.live(world.key(batch, Scope.TRUNK), 200);
        world.script(Script.ends(Duration.ofMillis(100), Outcome.BUSY));
        world.runMillis(1_000);
        assertTrue(batch.sent > 1_500, "sent " + batch.sent);
    }

    @Test
    void deadlines_are_kept_only_for_calls_that_are_live() {
        var world = new DialWorld();
        world.checks = false;
        Batch batch = world.batch(3_000);
        world.live(world.key(batch, Scope.TRUNK), 300);
        world.script(Script.talks(Duration.ofMillis(5)));
        for (int i = 0; i < 80; i++) {
            world.runMillis(100);
            assertTrue(world.dialer().watched() <= 300, "watched " + world.dialer().watched());
        }
        assertTrue(batch.completed > 1_000);
    }
}
