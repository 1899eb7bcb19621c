package dev.carillon.ledger;

import static dev.carillon.ledger.LedgerWorld.ORGANIZATION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.carillon.Law;
import dev.carillon.call.BatchCall;
import dev.carillon.call.Outcome;
import dev.carillon.call.Reason;
import dev.carillon.db.CutConnections;
import dev.carillon.db.CutConnections.Cut;
import dev.carillon.dial.AttemptChange;
import dev.carillon.dial.Claim;
import dev.carillon.dial.Claim.Candidate;
import dev.carillon.dial.LedgerAway;
import dev.carillon.dial.UsageKey;
import dev.carillon.dial.UsageKey.Scope;
import dev.carillon.ledger.LedgerWorld.Sketch;

/**
 * The connection is cut at every statement of every transaction, one after the other. Whatever the step: what
 * is in the database afterwards is all of the transaction or nothing of it, and going on comes to the same
 * end.
 */
@Tag("database")
@Law({"Ledger", "Single dial", "Progress"})
class CutTest {

    private static final PostgresWorld.Pools POOLS = PostgresWorld.Pools.open();
    private static final Instant NOW = LedgerContract.NOW;
    private static final int MORE_THAN_ANY = 60;

    /**
     * One transaction: what is before it, itself, what shows that it was done, and how to go on after a cut.
     */
    private interface Scene {

        /** Makes what is there before, without a cut. */
        void before(Stage stage);

        void act(Stage stage, PostgresLedger ledger);

        /** Whether all that it writes is one transaction. */
        default boolean single() {
            return true;
        }

        /** Does it again as the dialer would after the database was away. */
        default void goOn(Stage stage, PostgresLedger ledger) {
            act(stage, ledger);
        }
    }

    /** A world in which one scene is played once. */
    private static final class Stage {

        final PostgresWorld world = new PostgresWorld(POOLS);
        long batch;
        List<Candidate> opened = List.of();
        boolean told;

        /** Everything that the ledger may have written, as one text. */
        String state() {
            return world.requests()
                    .read(h -> h
                            .createQuery(
                                    """
                    select concat_ws(' ',
                        (select string_agg(concat(batch_id, status, reason, ended_at), ',' order by batch_id)
                         from batch_call),
                        (select string_agg(to_jsonb(p)::text, ',' order by batch_id) from batch_progress p),
                        (select string_agg(to_jsonb(s)::text, ',' order by batch_id) from batch_seal s),
                        (select string_agg(concat(seq, status, reason, picked_up), ',' order by seq) from task),
                        (select string_agg(to_jsonb(d)::text, ',' order by seq) from due d),
                        (select string_agg(to_jsonb(a)::text, ',' order by seq, no) from attempt a),
                        (select string_agg(concat(scope, live), ',' order by scope, id) from usage),
                        (select string_agg(concat(number, seq, no), ',' order by number) from on_line),
                        (select string_agg(concat(type, seq, no, word), ',' order by event_id) from event))""")
                            .mapTo(String.class).one());
        }
    }

    private static final Scene CLAIM = new Scene() {

        @Override
        public void before(Stage stage) {
            stage.batch = stage.world.batch(Sketch.of(6).agent("agent_unknown"));
            stage.world.batch(Sketch.of(LedgerWorld.numbers(500, 1)));
            List<Candidate> first = Calls.open(stage.world.ledger(1), stage.batch, 2, NOW);
            stage.world.ledger(1).record(List.of(Calls.again(first.get(0), Outcome.BUSY, NOW, NOW),
                    Calls.completed(first.get(1), NOW)));
        }

        @Override
        public void act(Stage stage, PostgresLedger ledger) {
            BatchCall batch = Calls.batch(stage.world.ledger(1), stage.batch, NOW);
            try (Claim claim = ledger.claim(Calls.request(batch, 9, NOW))) {
                List<Candidate> c = claim.candidates();
                claim.open(List.of(Calls.open(c.get(0), NOW), Calls.open(c.get(1), NOW),
                        Calls.later(c.get(2), NOW.plusSeconds(9), Reason.OUTSIDE_WINDOW),
                        Calls.never(c.get(3), Reason.EXPIRED), Calls.open(c.get(4), NOW)), Map.of());
                stage.told = true;
            }
        }

        @Override
        public void goOn(Stage stage, PostgresLedger ledger) {
            ledger.disown(Set.of(), NOW);
            Instant later = NOW.plusSeconds(9);
            Calls.open(ledger, stage.batch, 9, later);
        }
    };

    private static final Scene RECORD = new Scene() {

        @Override
        public void before(Stage stage) {
            stage.batch = stage.world.batch(Sketch.of(4));
            stage.opened = Calls.open(stage.world.ledger(1), stage.batch, 4, NOW);
            stage.world.cancel(stage.batch, false);
        }

        @Override
        public void act(Stage stage, PostgresLedger ledger) {
            List<Candidate> c = stage.opened;
            ledger.record(List.of(Calls.completed(c.get(0), NOW), Calls.failed(c.get(1), Outcome.LOST, NOW),
                    Calls.again(c.get(2), Outcome.BUSY, NOW, NOW), Calls.answered(c.get(3), NOW)));
        }
    };

    private static final Scene LAST_RECORD = new Scene() {

        @Override
        public void before(Stage stage) {
            stage.batch = stage.world.batch(Sketch.of(3));
            stage.opened = Calls.open(stage.world.ledger(1), stage.batch, 3, NOW);
            stage.world.ledger(1).record(List.of(Calls.failed(stage.opened.get(0), Outcome.LOST, NOW)));
        }

        @Override
        public void act(Stage stage, PostgresLedger ledger) {
            List<AttemptChange> changes = stage.opened.stream().map(c -> Calls.completed(c, NOW)).toList();
            ledger.record(changes);
        }
    };

    private static final Scene TAKE_OVER = new Scene() {

        @Override
        public boolean single() {
            return false;
        }

        @Override
        public void before(Stage stage) {
            stage.batch = stage.world.batch(Sketch.of(3));
            stage.opened = Calls.open(stage.world.ledger(2), stage.batch, 3, NOW);
            stage.world.ledger(2).record(List.of(Calls.failed(stage.opened.get(0), Outcome.LOST, NOW)));
            stage.world.leaseEnds(2, NOW);
        }

        @Override
        public void act(Stage stage, PostgresLedger ledger) {
            ledger.takeOver(NOW.plusSeconds(1));
            ledger.takeOver(NOW.plus(Calls.LONGEST).plusSeconds(1));
        }
    };

    private static final Scene TAKE_OVER_SELF = new Scene() {

        @Override
        public void before(Stage stage) {
            stage.batch = stage.world.batch(Sketch.of(3));
            stage.opened = Calls.open(stage.world.ledger(1), stage.batch, 3, NOW);
        }

        @Override
        public void act(Stage stage, PostgresLedger ledger) {
            ledger.takeOverSelf(NOW);
        }
    };

    private static final Scene DISOWN = new Scene() {

        @Override
        public void before(Stage stage) {
            TAKE_OVER_SELF.before(stage);
        }

        @Override
        public void act(Stage stage, PostgresLedger ledger) {
            ledger.disown(Set.of(stage.opened.getFirst().task().call()), NOW);
        }
    };

    private static final Scene TURN = new Scene() {

        @Override
        public boolean single() {
            return false;
        }

        @Override
        public void before(Stage stage) {
            stage.batch = stage.world.batch(Sketch.of(1).scheduled(NOW));
            stage.world.batch(Sketch.of(1).scheduled(NOW.minusSeconds(999_999)));
            stage.world.skipBefore(stage.world.batch(Sketch.of(1)), 0);
        }

        @Override
        public void act(Stage stage, PostgresLedger ledger) {
            ledger.turnBatches(NOW);
            ledger.stopBatches(NOW);
        }
    };

    @AfterAll
    static void close() {
        POOLS.close();
    }

    @ParameterizedTest
    @EnumSource(Cut.class)
    void a_record_is_all_or_nothing_and_can_be_sent_again(Cut cut) {
        cutEverywhere(RECORD, cut);
    }

    @ParameterizedTest
    @EnumSource(Cut.class)
    void the_record_that_ends_a_batch_is_all_or_nothing_and_can_be_sent_again(Cut cut) {
        cutEverywhere(LAST_RECORD, cut);
    }

    @ParameterizedTest
    @EnumSource(Cut.class)
    void a_take_over_can_be_repeated(Cut cut) {
        cutEverywhere(TAKE_OVER, cut);
    }

    @ParameterizedTest
    @EnumSource(Cut.class)
    void taking_over_oneself_can_be_repeated(Cut cut) {
        cutEverywhere(TAKE_OVER_SELF, cut);
    }

    @ParameterizedTest
    @EnumSource(Cut.class)
    void disowning_can_be_repeated(Cut cut) {
        cutEverywhere(DISOWN, cut);
    }

    @ParameterizedTest
    @EnumSource(Cut.class)
    void turning_batches_can_be_repeated(Cut cut) {
        cutEverywhere(TURN, cut);
    }

    /**
     * After a claim the end is not the same to the letter: what was opened unknown to anybody is tried again.
     */
    @ParameterizedTest
    @EnumSource(Cut.class)
    void a_claim_is_all_or_nothing_and_what_nobody_knows_of_is_disowned(Cut cut) {
        for (int at = 1; at < MORE_THAN_ANY; at++) {
            var stage = new Stage();
            try (PostgresWorld world = stage.world) {
                CLAIM.before(stage);
                String before = stage.state();
                if (!played(stage, CLAIM, cut, at)) {
                    return;
                }
                assertFalse(stage.told, "a carrier would have been told at " + at);
                boolean committed = !stage.state().equals(before);
                assertEquals(committed ? 3 : 0, world.onLine());
                try (PostgresLedger ledger = world.ledger(1, world.engine()::connection)) {
                    CLAIM.goOn(stage, ledger);
                }
                assertEquals(5 - (committed ? 1 : 0), world.onLine());
                lawsHold(stage);
            }
        }
        throw new AssertionError("no end of steps");
    }

    private static void cutEverywhere(Scene scene, Cut cut) {
        String whole = whole(scene);
        for (int at = 1; at < MORE_THAN_ANY; at++) {
            var stage = new Stage();
            try (PostgresWorld world = stage.world) {
                scene.before(stage);
                String before = comparable(stage);
                if (!played(stage, scene, cut, at)) {
                    assertTrue(at > 3, "too few steps to be true: " + at);
                    return;
                }
                lawsHold(stage);
                String after = comparable(stage);
                assertTrue(!scene.single() || after.equals(before) || after.equals(whole), after);
                try (PostgresLedger ledger = world.ledger(1, world.engine()::connection)) {
                    scene.goOn(stage, ledger);
                }
                assertEquals(whole, comparable(stage), cut + " at step " + at);
                lawsHold(stage);
            }
        }
        throw new AssertionError("no end of steps");
    }

    private static String whole(Scene scene) {
        var stage = new Stage();
        try (PostgresWorld world = stage.world) {
            scene.before(stage);
            scene.act(stage, world.postgres(1));
            return comparable(stage);
        }
    }

    /** Without the keys, which are others each time. */
    private static String comparable(Stage stage) {
        return stage.world.requests()
                .read(h -> h
                        .createQuery(
                                """
                select concat_ws(E'\\n',
                    (select string_agg(concat_ws(' ', status, open, calling, failed, skipped, sent, picked_up,
                        completed), ',' order by batch_id) from batch_progress),
                    (select string_agg(concat_ws(' ', seq, status, reason, picked_up), ',' order by batch_id, seq)
                     from task),
                    (select string_agg(concat_ws(' ', seq, no, spent, reason), ',' order by batch_id, seq) from due),
                    (select string_agg(concat_ws(' ', seq, no, phase, outcome), ',' order by batch_id, seq, no)
                     from attempt),
                    (select string_agg(concat_ws(' ', scope, live), ',' order by scope, id) from usage),
                    (select string_agg(number, ',' order by number) from on_line),
                    (select string_agg(concat_ws(' ', type, seq, no, word), ',' order by type, seq, no) from event))""")
                        .mapTo(String.class).one());
    }

    /** Whether the step was reached; the ledger says that the database was away, or had done all before. */
    private static boolean played(Stage stage, Scene scene, Cut cut, int at) {
        var cutting =
                new CutConnections(stage.world.engine()::connection, stage.world.requests()::connection);
        cutting.cutAt(at, cut);
        try (PostgresLedger ledger = stage.world.ledger(1, cutting)) {
            scene.act(stage, ledger);
        } catch (LedgerAway away) {
            assertTrue(cutting.done(), away.getMessage());
        }
        return cutting.done();
    }

    private static void lawsHold(Stage stage) {
        PostgresWorld world = stage.world;
        List<Long> batches =
                world.requests().read(h -> h.createQuery("select batch_id from batch_call").mapTo(Long.class)
                        .list());
        for (long batch : batches) {
            assertEquals(world.recount(batch), world.figures(batch));
        }
        assertEquals(world.onLine(),
                world.live(new UsageKey(ORGANIZATION, Scope.ORGANIZATION, ORGANIZATION)));
        assertEquals(0, world
                .count("""
                select count(*)::int from attempt a where a.phase < 4 and not exists (
                    select from on_line o where o.batch_id = a.batch_id and o.seq = a.seq and o.no = a.no)"""));
        assertEquals(Set.of(), batches.stream().filter(b -> world.figures(b).status().contains("and"))
                .collect(Collectors.toSet()));
        assertEquals(0, world.deadlocks());
    }
}
