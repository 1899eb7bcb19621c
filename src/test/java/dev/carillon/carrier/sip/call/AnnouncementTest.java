package dev.carillon.carrier.sip.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.carillon.Law;
import dev.carillon.call.CarrierEvent;
import dev.carillon.call.CarrierEvent.Kind;

/** Whom a called party is joined with when no agent came. */
class AnnouncementTest {

    private static final Manners BUSY = Manners.AGENT.says(486);

    private static CallWorld world(Manners carrier, Manners agent, Manners announcement) {
        return new CallWorld(carrier, agent).announcing(announcement);
    }

    private static CarrierEvent end(CallWorld world) {
        return world.told(1).getLast();
    }

    private static SimPeer announcement(CallWorld world) {
        return Objects.requireNonNull(world.announcement);
    }

    private static boolean isOver(CallWorld world) {
        return end(world).kind() == Kind.ENDED;
    }

    private static String address(SimPeer peer) {
        return peer.sessions.values().iterator().next().remote().orElseThrow().media().getFirst().address();
    }

    private static void assertNothingIsLeft(CallWorld world) {
        world.seconds(60);
        assertTrue(world.isClear(), "dialogs, transactions or timers are left");
        assertEquals(0, world.open(), "somebody has a dialog left");
    }

    @Test
    void held_first_it_is_joined_by_a_re_invite_and_its_BYE_ends_the_call() {
        CallWorld world = world(Manners.POLITE, BUSY, Manners.AGENT.hangsUpAfter(10_000));
        world.place(1, false);
        world.seconds(8);
        assertEquals("ringing answered", world.steps(1));
        assertEquals(CallWorld.ANNOUNCEMENT, address(world.carrier));
        assertEquals(CallWorld.CARRIER, address(announcement(world)));
        world.seconds(10);
        assertEquals("ringing answered agent_failed", world.steps(1));
        assertEquals(List.of("> INVITE inactive", "< 200 inactive", "> ACK", "> INVITE sendrecv",
                "< 200 sendrecv", "> ACK", "> BYE", "< 200"), world.ladder(CallWorld.CARRIER));
        assertEquals(List.of("> INVITE sendrecv", "< 200 sendrecv", "> ACK", "< BYE", "> 200"),
                world.ladder(CallWorld.ANNOUNCEMENT));
        assertNothingIsLeft(world);
    }

    @Test
    void of_a_late_offer_it_makes_the_answer() {
        CallWorld world = world(Manners.POLITE, BUSY, Manners.AGENT.hangsUpAfter(10_000));
        world.place(1, true);
        world.seconds(8);
        assertEquals(CallWorld.ANNOUNCEMENT, address(world.carrier));
        world.seconds(10);
        assertEquals("ringing answered agent_failed", world.steps(1));
        assertEquals(List.of("> INVITE", "< 200 sendrecv", "> ACK sendrecv", "> BYE", "< 200"),
                world.ladder(CallWorld.CARRIER));
        assertNothingIsLeft(world);
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void it_comes_after_an_agent_that_does_not_come_in_time_too(boolean late) {
        CallWorld world = world(Manners.POLITE, Manners.AGENT.after(10, -1, -1),
                Manners.AGENT.hangsUpAfter(10_000));
        world.place(1, late);
        world.seconds(12);
        assertEquals(CallWorld.ANNOUNCEMENT, address(world.carrier));
        assertEquals(0, world.agent.open());
        world.seconds(10);
        assertEquals("ringing answered agent_failed", world.steps(1));
        assertEquals("announcement", end(world).note());
        assertNothingIsLeft(world);
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void an_agent_that_answers_meanwhile_is_hung_up_and_the_announcement_goes_on(boolean late) {
        CallWorld world = world(Manners.POLITE, Manners.AGENT.after(10, -1, 5_020).deaf(),
                Manners.AGENT.hangsUpAfter(10_000));
        world.place(1, late);
        world.seconds(12);
        assertTrue(world.ladder(CallWorld.AGENT).contains("> BYE"), world.ladder(CallWorld.AGENT)::toString);
        assertEquals(CallWorld.ANNOUNCEMENT, address(world.carrier));
        assertFalse(isOver(world));
        world.seconds(10);
        assertEquals("ringing answered agent_failed", world.steps(1));
        assertNothingIsLeft(world);
    }

    @Test
    void the_end_says_why_there_was_no_agent_and_that_it_was_heard() {
        CallWorld world = world(Manners.POLITE, BUSY, Manners.AGENT.hangsUpAfter(10_000));
        world.place(1, false);
        world.seconds(20);
        assertEquals(486, Objects.requireNonNull(end(world).cause()).sip());
        assertEquals("announcement", end(world).note());
    }

    @Test
    void a_called_party_that_hangs_up_ends_it_at_once() {
        CallWorld world = world(Manners.POLITE.hangsUpAfter(6_000), BUSY, Manners.AGENT);
        world.place(1, false);
        world.seconds(9);
        assertEquals("ringing answered agent_failed", world.steps(1));
        assertEquals(0, world.open());
        assertNothingIsLeft(world);
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void a_hang_up_of_ours_ends_it_at_any_moment(boolean late) {
        for (int millis = 2_000; millis <= 4_000; millis += 20) {
            CallWorld world = world(Manners.POLITE, BUSY, Manners.AGENT.after(10, -1, 500));
            world.place(1, late);
            world.advance(Duration.ofMillis(millis));
            world.hangUp(1);
            world.seconds(5);
            assertTrue(isOver(world), millis + " ms");
            assertNothingIsLeft(world);
        }
    }

    @Test
    void one_that_never_ends_is_ended() {
        CallWorld world = world(Manners.POLITE, BUSY, Manners.AGENT);
        world.place(1, false);
        world.seconds(60);
        assertEquals("ringing answered", world.steps(1));
        world.seconds(10);
        assertEquals("ringing answered agent_failed", world.steps(1));
        assertNothingIsLeft(world);
    }

    @ParameterizedTest
    @CsvSource({"false, 486, 50", "true, 486, 50", "false, 200, -1", "true, 200, -1"})
    void one_that_does_not_come_either_leaves_everything_as_it_is_without(boolean late, int status,
            int after) {
        CallWorld world = world(Manners.POLITE, BUSY, Manners.AGENT.says(status).after(10, -1, after));
        world.place(1, late);
        world.seconds(20);
        assertEquals("ringing answered agent_failed", world.steps(1));
        assertNull(end(world).note());
        assertNothingIsLeft(world);
    }

    @Test
    void a_trunk_that_does_not_take_it_leaves_everything_as_it_is_without() {
        CallWorld world = world(Manners.POLITE.toReinvite(488), BUSY, Manners.AGENT);
        world.place(1, false);
        world.seconds(20);
        assertEquals("ringing answered agent_failed", world.steps(1));
        assertNull(end(world).note());
        assertNothingIsLeft(world);
    }

    @ParameterizedTest
    @CsvSource({"false, 50", "true, 50", "false, 3000", "true, 3000"})
    void a_later_process_hangs_up_who_hears_it_and_lets_it_go(boolean late, int comesAfter) {
        CallWorld world = world(Manners.POLITE, BUSY, Manners.AGENT.after(10, -1, comesAfter));
        world.place(1, late);
        world.seconds(4);
        world.crash(Duration.ofSeconds(3));
        world.seconds(10);
        assertEquals("ringing answered abandoned", world.steps(1));
        assertEquals(0, world.open(), "long before they give up");
        assertNothingIsLeft(world);
    }

    @Test
    void so_it_does_though_the_trunk_has_none_any_more() {
        CallWorld world = world(Manners.POLITE, BUSY, Manners.AGENT);
        world.place(1, false);
        world.seconds(4);
        world.withoutAnnouncement(1);
        world.crash(Duration.ofSeconds(3));
        world.seconds(10);
        assertEquals("ringing answered abandoned", world.steps(1));
        assertEquals(0, world.open(), "long before they give up");
        assertNothingIsLeft(world);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nobody_calls_it_when_there_is_an_agent(boolean late) {
        CallWorld world = world(Manners.POLITE.hangsUpAfter(5_000), Manners.AGENT, Manners.AGENT);
        world.place(1, late);
        world.seconds(20);
        assertEquals("ringing answered joined completed", world.steps(1));
        assertTrue(announcement(world).invited.isEmpty());
    }

    @Test
    @Law("Capacity")
    void the_end_is_told_when_the_called_party_is_gone_and_how_long_that_may_last_before() {
        CallWorld world = world(Manners.POLITE, BUSY, Manners.AGENT.hangsUpAfter(20_000));
        world.place(1, false);
        world.seconds(4);
        while (world.carrier.open() > 0) {
            assertFalse(isOver(world), "it is told that it is over while it is up");
            world.advance(Duration.ofMillis(1));
        }
        world.seconds(1);
        assertTrue(isOver(world));
        CarrierEvent answered = world.told(1).stream().filter(e -> e.kind() == Kind.ANSWERED).findFirst()
                .orElseThrow();
        assertEquals(answered.at().plusSeconds(65), answered.until());
    }

    @Test
    void a_call_without_one_must_be_joined_within_the_agents_time() {
        var world = new CallWorld(Manners.POLITE, Manners.AGENT);
        world.place(1, false);
        world.seconds(3);
        CarrierEvent answered = world.told(1).get(1);
        assertEquals(answered.at().plusSeconds(5), answered.until());
    }

    @Test
    void what_is_kept_of_it_has_both_sides_and_is_no_joined_call() {
        CallWorld world = world(Manners.POLITE, BUSY, Manners.AGENT);
        world.place(1, false);
        world.seconds(5);
        CallState kept = CallState.parse(end(world).resume()).orElseThrow();
        assertEquals(Kind.ANSWERED, end(world).kind());
        assertNotNull(kept.announcement());
        assertTrue(kept.joinedSince(world.time.now()).isEmpty());
    }
}
