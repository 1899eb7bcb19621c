package dev.carillon.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.carillon.Law;
import dev.carillon.base.LawBroken;
import dev.carillon.call.BatchCall;
import dev.carillon.call.Cause;
import dev.carillon.call.Outcome;
import dev.carillon.dial.Claim.Candidate;
import dev.carillon.dial.DialLedger;
import dev.carillon.dial.Look;
import dev.carillon.dial.Placement;
import dev.carillon.dial.Placement.Chosen;
import dev.carillon.dial.Placement.Failed;
import dev.carillon.dial.Placement.Ways;
import dev.carillon.dial.Resumed;
import dev.carillon.dial.Survey;
import dev.carillon.dial.UsageKey;
import dev.carillon.dial.UsageKey.Scope;
import dev.carillon.ledger.LedgerWorld.Sketch;

/** How PostgreSQL keeps that an attempt goes on over another trunk. */
@Tag("database")
class PlacementsTest {

    private static final PostgresWorld.Pools POOLS = PostgresWorld.Pools.open();
    private static final Instant NOW = LedgerContract.NOW;
    private static final Instant LATER = NOW.plusMillis(300);

    private final PostgresWorld world = new PostgresWorld(POOLS);
    private final DialLedger ledger = world.ledger(1);
    private final List<Long> trunks = new ArrayList<>();

    @AfterAll
    static void closePools() {
        POOLS.close();
    }

    @AfterEach
    void close() {
        assertEquals(0, world.deadlocks());
        world.close();
    }

    /** A live batch of so many tasks whose number has so many trunks, all of it opened over the first. */
    private List<Candidate> opened(int tasks, int more) {
        long batch = world.batch(Sketch.of(tasks));
        world.goLive(batch, 100);
        trunks.add(Long.valueOf(world.trunkKey().id()));
        for (int i = 1; i <= more; i++) {
            trunks.add(Long
                    .valueOf(value("insert into trunk (organization_id, public_id, kind, name, created_at)"
                            + " values ('" + LedgerWorld.ORGANIZATION
                            + "', gen_random_uuid(), 'sip', 'more', now())"
                            + " returning trunk_id")));
            execute("insert into caller_id values ('%s', '*', %d, %d)".formatted(LedgerWorld.ORGANIZATION,
                    trunks.getLast(), i));
            execute("insert into usage (organization_id, scope, id, free_at) values ('%s', 40, '%d', 'epoch')"
                    .formatted(LedgerWorld.ORGANIZATION, trunks.getLast()));
        }
        return Calls.open(ledger, batch, tasks, NOW);
    }

    private static String value(String sql) {
        return POOLS.requests().transaction(h -> h.createQuery(sql).mapTo(String.class).one());
    }

    private static void execute(String sql) {
        POOLS.requests().perform(h -> h.execute(sql));
    }

    private static Failed failed(Candidate c) {
        return new Failed(c.task().call(), c.batch().organizationId(), c.task().toNumber(), LATER,
                Outcome.CONGESTION, new Cause(503, 34, "Service Unavailable"));
    }

    private static Placement over(BatchCall way, Failed failed) {
        return new Placement(failed.call(), way, LATER, LATER.plusMillis(400), LATER.plus(Calls.LONGEST));
    }

    /** Everybody takes the first way that there is. */
    private List<Placement> placed(List<Candidate> all, Set<Long> resting) {
        List<Failed> failed = all.stream().map(PlacementsTest::failed).toList();
        return ledger.placeElsewhere(failed, resting, LATER, ways -> new Chosen(failed.stream()
                .filter(f -> !way(ways, f).isEmpty()).map(f -> over(way(ways, f).getFirst(), f)).toList(),
                Map.of()));
    }

    private static List<BatchCall> way(Ways ways, Failed failed) {
        return ways.ways().getOrDefault(failed.call(), List.of());
    }

    private static @Nullable Long trunk(Placement placement) {
        return placement.batch().trunk() == null ? null : placement.batch().trunk().trunkId();
    }

    private int live(long trunk) {
        return world.live(new UsageKey(LedgerWorld.ORGANIZATION, Scope.TRUNK, Long.toString(trunk)));
    }

    @Test
    @Law("Single dial")
    void the_placement_that_failed_is_kept_and_the_attempt_stands_over_the_next_trunk_with_its_slots() {
        List<Candidate> c = opened(2, 2);
        List<Placement> placed = placed(List.of(c.getLast(), c.getFirst()), Set.of());
        assertEquals(2, placed.size());
        assertEquals(trunks.get(1), trunk(placed.getFirst()));
        assertEquals(List.of(0, 2, 0), trunks.stream().map(this::live).toList());
        assertEquals("2", value("select count(*) from attempt a join on_line o using (batch_id, seq, no)"
                + " where a.trunk_id = " + trunks.get(1) + " and o.trunk_id = a.trunk_id"
                + " and o.deadline = a.last_deadline and a.place_at = '" + LATER + "'"));
        assertEquals("0 1 1 " + trunks.getFirst() + " congestion 503 34 Service Unavailable",
                value("select concat_ws(' ', seq, no, placement, trunk_id, outcome, sip_status, q850_cause,"
                        + " reason_text) from placement where seq = 0"));
        ledger.record(List.of(Calls.completed(c.getFirst(), LATER), Calls.completed(c.getLast(), LATER)));
        assertEquals(List.of(0, 0, 0), trunks.stream().map(this::live).toList());
        assertEquals(0, world.onLine());
    }

    @Test
    @Law("Single dial")
    void an_attempt_is_placed_three_times_at_most_and_never_twice_over_one_trunk() {
        List<Candidate> c = opened(1, 4);
        assertEquals(List.of(trunks.get(1)),
                placed(c, Set.of()).stream().map(PlacementsTest::trunk).toList());
        assertEquals(List.of(trunks.get(2)),
                placed(c, Set.of()).stream().map(PlacementsTest::trunk).toList());
        assertEquals(List.of(), placed(c, Set.of()));
        assertEquals(List.of(0, 0, 1, 0, 0), trunks.stream().map(this::live).toList());
    }

    @Test
    void a_node_that_comes_back_is_given_a_call_with_the_trunk_and_the_number_of_its_last_placement() {
        List<Candidate> c = opened(2, 2);
        execute("update trunk set kind = 'sip' where trunk_id = " + trunks.getFirst());
        placed(List.of(c.getFirst()), Set.of());
        List<Resumed> resumed = ledger.resume();
        assertEquals(List.of(2, 1), resumed.stream().map(Resumed::placements).toList());
        assertEquals(List.of(trunks.get(1), trunks.getFirst()), resumed.stream()
                .map(r -> Objects.requireNonNull(r.open().candidate().batch().trunk()).trunkId()).toList());
    }

    @Test
    void trunks_that_are_paused_or_rest_are_not_taken() {
        List<Candidate> c = opened(1, 3);
        execute("update trunk set paused = true where trunk_id = " + trunks.get(1));
        assertEquals(List.of(trunks.get(3)),
                placed(c, Set.of(trunks.get(2))).stream().map(PlacementsTest::trunk).toList());
    }

    @Test
    @Law("Obedience")
    void what_is_not_to_be_dialled_any_more_is_not_placed_again() {
        List<Candidate> c = opened(3, 2);
        world.doNotCall(c.get(0).task().toNumber());
        ledger.record(List.of(Calls.ringing(c.get(1))));
        assertEquals(List.of(c.get(2).task().call()),
                placed(c, Set.of()).stream().map(Placement::call).toList());
        world.cancel(c.getFirst().batch().batchId(), false);
        assertEquals(List.of(), placed(c, Set.of()));
    }

    @Test
    @Law("Single dial")
    void what_somebody_else_has_taken_over_is_not_placed_again() {
        List<Candidate> c = opened(1, 1);
        world.leaseEnds(1, NOW);
        assertEquals(1, world.ledger(2).takeOver(NOW.plusSeconds(1)));
        assertEquals(List.of(), placed(c, Set.of()));
        assertEquals(1, live(trunks.getFirst()));
    }

    @Test
    @Law("Capacity")
    void more_than_a_trunk_takes_is_refused_and_nothing_of_it_is_done() {
        List<Candidate> c = opened(2, 1);
        execute("update usage set max_live = 1 where scope = 40 and id = '" + trunks.get(1) + "'");
        assertThrows(LawBroken.class, () -> placed(c, Set.of()));
        assertEquals(List.of(2, 0), trunks.stream().map(this::live).toList());
        assertEquals("0", value(
                "select count(*) from placement where batch_id = " + c.getFirst().batch().batchId()));
    }

    @Test
    @Law("Capacity")
    void beside_others_nothing_is_placed_again_before_what_they_opened_alone_is_placed() {
        List<Candidate> c = opened(1, 1);
        world.ledger(2);
        execute("update node set dials_since = '" + LATER.minus(Duration.ofMillis(500)) + "'");
        assertEquals(List.of(), placed(c, Set.of()));
        execute("update node set dials_since = '" + LATER.minus(Duration.ofSeconds(1)) + "'");
        assertEquals(1, placed(c, Set.of()).size());
    }

    @Test
    void a_batch_takes_the_next_trunk_while_one_rests_and_none_when_all_do() {
        long batch = opened(1, 1).getFirst().batch().batchId();
        world.append(batch, List.of("+4917000000"));
        assertEquals(trunks.getFirst(), surveyed(batch, Set.of()));
        assertEquals(trunks.getLast(), surveyed(batch, Set.of(trunks.getFirst())));
        assertNull(surveyed(batch, Set.copyOf(trunks)));
        assertEquals(trunks.getFirst(), surveyed(batch, Set.of(trunks.getLast())));
    }

    private @Nullable Long surveyed(long batch, Set<Long> resting) {
        var look = new Look(Set.of(), true, Set.of(), Instant.EPOCH, resting);
        BatchCall found = ledger.survey(NOW, look).prospects().stream().map(Survey.Prospect::batch)
                .filter(b -> b.batchId() == batch).findFirst().orElseThrow();
        return found.trunk() == null ? null : found.trunk().trunkId();
    }
}
