package dev.carillon.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.carillon.Law;
import dev.carillon.call.AttemptState;
import dev.carillon.call.Outcome;
import dev.carillon.call.Reason;
import dev.carillon.dial.Claim;
import dev.carillon.dial.Claim.Candidate;
import dev.carillon.dial.UsageKey;
import dev.carillon.ledger.LedgerWorld.Sketch;

@Tag("database")
class PostgresLedgerTest extends RulesContract {

    private static final PostgresWorld.Pools POOLS = PostgresWorld.Pools.open();

    @Override
    LedgerWorld newWorld() {
        return new PostgresWorld(POOLS);
    }

    @Override
    void end(LedgerWorld world) {
        ((PostgresWorld) world).close();
    }

    private String seals() {
        return POOLS.requests().read(h -> h.createQuery("""
                select coalesce(string_agg(concat_ws(' ', total, sent, picked_up, completed), ','), 'none')
                from batch_seal""").mapTo(String.class).one());
    }

    @Test
    @Law("Ledger")
    void whoever_ends_the_last_task_seals_the_recount() {
        List<Candidate> c = Calls.open(ledger, world.batch(Sketch.of(3)), 3, NOW);
        ledger.record(List.of(Calls.completed(c.get(0), NOW), Calls.answered(c.get(1), NOW)));
        assertEquals("none", seals());
        ledger.record(List.of(Calls.failed(c.get(1), Outcome.ABANDONED, NOW),
                Calls.failed(c.get(2), Outcome.BUSY, NOW)));
        assertEquals("3 3 2 1", seals());
    }

    @Test
    @Law("Suppression")
    void what_is_recorded_twice_puts_nobody_on_the_list_who_was_taken_off_it_in_between() {
        Candidate c = Calls.open(ledger, world.batch(Sketch.of(2)), 2, NOW).getFirst();
        ledger.record(List.of(Calls.failed(c, Outcome.BLOCKED_BY_CALLEE, NOW)));
        POOLS.requests().perform(h -> h.execute("delete from do_not_call"));
        ledger.record(List.of(Calls.failed(c, Outcome.BLOCKED_BY_CALLEE, NOW)));
        assertEquals("0", POOLS.requests().read(h -> h.createQuery("select count(*) from do_not_call")
                .mapTo(String.class).one()));
    }

    @Test
    @Law("Capacity")
    void a_lost_call_gives_its_slots_back_when_its_batch_is_deleted_by_then() {
        world.limitCallerId(5);
        long batch = world.batch(Sketch.of(1));
        Candidate c = Calls.open(ledger, batch, 1, NOW).getFirst();
        ledger.record(List.of(Calls.failed(c, Outcome.LOST, NOW)));
        var callerId = new UsageKey(LedgerWorld.ORGANIZATION, UsageKey.Scope.CALLER_ID, LedgerWorld.FROM);
        assertEquals(1, world.live(callerId));
        POOLS.requests().perform(h -> {
            h.execute("delete from batch_progress");
            h.execute("delete from batch_call");
        });
        ledger.takeOver(NOW.plus(Calls.LONGEST).plusSeconds(1));
        assertEquals(0, world.onLine());
        assertEquals(0, world.live(callerId));
    }

    @Test
    @Law("Ledger")
    void a_large_batch_is_left_to_upkeep_to_be_sealed() {
        long batch = world.batch(Sketch.of(1));
        POOLS.requests().perform(h -> h.execute(
                "update batch_progress set total = 10001, skipped = 10000 where batch_id = " + batch));
        List<Candidate> c = Calls.open(ledger, batch, 1, NOW);
        ledger.record(List.of(Calls.completed(c.getFirst(), NOW)));
        assertEquals("completed", world.figures(batch).status());
        assertEquals("none", seals());
        assertEquals(List.of(batch), POOLS.requests()
                .read(h -> h.createQuery("select batch_id from unsealed_batch").mapTo(Long.class).list()));
    }

    @Test
    @Law("Ledger")
    void a_claim_that_skips_the_last_task_seals_too() {
        long batch = world.batch(Sketch.of(1));
        try (Claim claim = Calls.claim(ledger, batch, 1, NOW)) {
            claim.open(List.of(Calls.never(claim.candidates().getFirst(), Reason.EXPIRED)), Map.of());
        }
        assertEquals("1 0 0 0", seals());
    }

    @Test
    @Law("Ledger")
    void a_cancelled_batch_is_sealed_with_the_end_of_its_last_call() {
        long batch = world.batch(Sketch.of(1));
        Candidate c = Calls.open(ledger, batch, 1, NOW).getFirst();
        world.cancel(batch, false);
        assertEquals("none", seals());
        ledger.record(List.of(Calls.completed(c, NOW)));
        assertEquals("1 1 1 1", seals());
    }

    @Test
    @Law("Ledger")
    void a_paused_batch_is_sealed_when_it_goes_on_and_ends() {
        long batch = world.batch(Sketch.of(1));
        Candidate c = Calls.open(ledger, batch, 1, NOW).getFirst();
        world.pause(batch);
        ledger.record(List.of(Calls.failed(c, Outcome.BUSY, NOW)));
        assertEquals("none", seals());
        world.resume(batch);
        ledger.turnBatches(NOW);
        ledger.stopBatches(NOW);
        assertEquals("1 1 0 0", seals());
    }

    @AfterAll
    static void close() {
        POOLS.close();
    }

    @Test
    @Law("Capacity")
    void a_node_that_starts_again_keeps_the_slots_of_calls_that_did_not_end_with_it() {
        long batch = world.batch(Sketch.of(2));
        Calls.open(ledger, batch, 2, NOW);
        POOLS.requests().transaction(h -> h.execute("update trunk set kind = 'rest'"));
        assertEquals(2, ledger.takeOverSelf(NOW));
        assertEquals(0, ledger.takeOverSelf(NOW));
        assertEquals(2, world.onLine());
        ledger.takeOver(NOW.plus(Calls.LONGEST).plusMillis(1));
        assertEquals(0, world.onLine());
    }

    private String kept() {
        return POOLS.requests().read(h -> h
                .select("select coalesce(string_agg(seq || ' ' || state, ', ' order by seq), 'none')"
                        + " from resumable")
                .mapTo(String.class).one());
    }

    @Test
    void what_is_told_to_be_kept_of_a_call_is_kept_until_it_ends() {
        long batch = world.batch(Sketch.of(3));
        List<Candidate> c = Calls.open(ledger, batch, 3, NOW);
        ledger.record(
                List.of(Calls.answered(c.get(0), NOW), Calls.keeping(c.get(1), AttemptState.ANSWERED, "a")));
        assertEquals("1 a", kept());
        ledger.record(List.of(Calls.keeping(c.get(1), AttemptState.JOINED, "b"),
                Calls.keeping(c.get(2), AttemptState.JOINED, "c")));
        assertEquals("1 b, 2 c", kept());
        ledger.record(List.of(Calls.keeping(c.get(1), AttemptState.JOINED, "d")));
        assertEquals("1 d, 2 c", kept());
        ledger.record(List.of(Calls.over(Calls.keeping(c.get(1), AttemptState.ENDED, "d"), NOW)));
        assertEquals("2 c", kept());
        ledger.record(List.of(Calls.keeping(c.get(1), AttemptState.JOINED, "late")));
        assertEquals("2 c", kept());
        world.leaseEnds(1, NOW.minusSeconds(1));
        assertEquals(2, world.ledger(2).takeOver(NOW));
        assertEquals("2 c", kept(), "its node may come back");
        world.ledger(2).takeOver(NOW.plus(Calls.LONGEST).plusMillis(1));
        assertEquals("none", kept());
    }
}
