package dev.carillon.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.CarrierEvent.Kind;
import dev.carillon.call.Outcome;
import dev.carillon.call.Trunk;
import dev.carillon.dial.FakeCarrier.Script;
import dev.carillon.dial.FakeTables.Batch;

/** What the dial half tells of itself is what it did, each thing once. */
class ObserverTest {

    private final DialWorld world = new DialWorld();
    private final Heard heard = new Heard();

    ObserverTest() {
        world.observer = heard;
        world.node().restart();
    }

    private static final class Heard implements DialObserver {

        private int opened;
        private int placed;
        private int live;
        private final List<Outcome> ended = new ArrayList<>();
        private final List<CallKey> blocked = new ArrayList<>();

        @Override
        public void opened(Trunk trunk) {
            opened++;
            live++;
        }

        @Override
        public void placed(Trunk trunk) {
            placed++;
        }

        @Override
        public void ended(Trunk trunk, Outcome outcome) {
            ended.add(outcome);
        }

        @Override
        public void blocked(Trunk trunk, AttemptChange change) {
            blocked.add(change.call());
        }

        @Override
        public void left(Trunk trunk) {
            live--;
        }
    }

    @Test
    void a_call_that_the_network_blocks_is_told_once_and_tried_no_more() {
        Batch batch = world.batch(3);
        DialWorld.retries(batch, 5);
        world.script(Script.ends(Duration.ofMillis(50), Outcome.BLOCKED_BY_NETWORK));
        world.run(Duration.ofHours(1));
        assertEquals(3, heard.blocked.size());
        assertEquals(3, Set.copyOf(heard.blocked).size());
        assertEquals(3, heard.placed);
        assertEquals("completed", batch.status);
    }

    @Test
    void every_attempt_is_told_once_in_each_of_its_steps() {
        Batch batch = world.batch(5);
        world.script(Script.talks(Duration.ofSeconds(3)));
        world.run(Duration.ofSeconds(2));
        assertEquals(5, heard.opened);
        assertEquals(5, heard.live);
        assertEquals(world.dialer().liveCalls(), heard.live);
        world.run(Duration.ofSeconds(10));
        assertEquals("completed", batch.status);
        assertEquals(5, heard.placed);
        assertEquals(List.of(Outcome.COMPLETED, Outcome.COMPLETED, Outcome.COMPLETED, Outcome.COMPLETED,
                Outcome.COMPLETED), heard.ended);
        assertEquals(0, heard.live);
    }

    @Test
    void a_call_that_a_machine_answered_is_followed_and_told_as_the_ledger_has_it() {
        Batch batch = world.batch(1);
        DialWorld.retries(batch, 2);
        world.ledger().saidVoicemail.add(new CallKey(batch.call.batchId(), 0, 1));
        world.script(Script.talks(Duration.ofSeconds(3)));
        world.run(Duration.ofSeconds(20));
        assertEquals(List.of(Outcome.VOICEMAIL), heard.ended);
        assertEquals(0, batch.completed);
        world.run(Duration.ofMinutes(31));
        assertEquals(List.of(Outcome.VOICEMAIL, Outcome.COMPLETED), heard.ended);
        assertEquals(1, batch.completed);
    }

    @Test
    void a_lost_call_ends_once_and_is_live_until_its_places_are_free() {
        Batch batch = world.batch(1);
        world.script(Script.only(Kind.RINGING));
        world.carrier.confirms = null;
        world.run(Duration.ofSeconds(37));
        assertEquals(List.of(Outcome.LOST), heard.ended);
        assertEquals(1, heard.live);
        world.carrier.end(world.attempt(batch, 0, 1).key(), Outcome.COMPLETED);
        world.run(Duration.ofSeconds(1));
        assertEquals(List.of(Outcome.LOST), heard.ended);
        assertEquals(0, heard.live);
    }

    @Test
    void the_oldest_word_that_is_not_recorded_is_known_while_the_ledger_is_away() {
        world.batch(1);
        world.script(Script.talks(Duration.ofSeconds(3)));
        world.run(Duration.ofSeconds(2));
        assertEquals(Optional.empty(), world.node().inbox.oldest());
        Instant gone = world.timeline.now();
        world.ledger().faults = _ -> FakeLedger.Fault.AWAY;
        world.run(Duration.ofSeconds(10));
        Instant oldest = world.node().inbox.oldest().orElseThrow();
        assertEquals(true, oldest.isAfter(gone) && oldest.isBefore(gone.plusSeconds(4)), oldest.toString());
        world.ledger().faults = _ -> FakeLedger.Fault.NONE;
        world.run(Duration.ofSeconds(2));
        assertEquals(Optional.empty(), world.node().inbox.oldest());
    }
}
