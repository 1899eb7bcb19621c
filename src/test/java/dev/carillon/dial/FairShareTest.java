package dev.carillon.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.carillon.Law;
import dev.carillon.base.Chance;
import dev.carillon.call.BatchCall;
import dev.carillon.call.Rank;
import dev.carillon.dial.ClaimRequest.Share;
import dev.carillon.dial.FakeTables.Batch;
import dev.carillon.dial.UsageKey.Scope;

/** Nobody starves behind another. */
@Law("Progress")
class FairShareTest {

    private final DialWorld world = new DialWorld();
    private final FairShare fairShare = new FairShare();
    private final Map<Long, Work> works = new LinkedHashMap<>();

    private Work work(String organization) {
        return work(organization, Rank.DEFAULT);
    }

    private Work work(String organization, Rank rank) {
        Batch batch = world.batch(1, organization);
        BatchCall c = batch.call;
        batch.call = new BatchCall(c.batchId(), organization, c.fromNumber(), c.agentId(), c.rules(), rank,
                c.trunk());
        var work = new Work(new Survey.Prospect(batch.call, 0, 1_000_000, null), fairShare.turn(),
                DialWorld.START);
        works.put(work.batchId(), work);
        return work;
    }

    private ClaimRequest claim(int size) {
        ClaimRequest request = fairShare.next(works.values(), DialWorld.START, size);
        for (Share share : request.shares()) {
            Work work = FakeTables.present(works.get(share.batch().batchId()));
            fairShare.served(work, DialWorld.START);
            fairShare.place(work, DialWorld.START).served();
        }
        assertTrue(request.shares().stream().mapToInt(Share::most).sum() <= size);
        return request;
    }

    private static String organization(int i) {
        return Character.toString('a' + i % 26).repeat(19) + Character.toString('a' + i / 26);
    }

    @Test
    void organisations_share_a_claim_in_equal_parts_however_many_batches_they_have() {
        for (int i = 0; i < 49; i++) {
            work(organization(0));
        }
        work(organization(1));
        Map<String, Integer> most = new HashMap<>();
        for (Share share : claim(500).shares()) {
            most.merge(share.batch().organizationId(), share.most(), Integer::sum);
        }
        assertTrue(most.values().stream().allMatch(part -> part > 225), "parts " + most);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void nobody_waits_longer_than_it_takes_to_serve_all_the_others_once(long seed) {
        RandomGenerator random = Chance.seeded(seed);
        for (int i = 0; i < 130; i++) {
            work(organization(random.nextInt(70)));
        }
        Map<Long, Integer> waits = new HashMap<>();
        for (int i = 0; i < 300; i++) {
            if (random.nextInt(5) == 0) {
                work(organization(random.nextInt(70)));
            }
            works.keySet().forEach(id -> waits.merge(id, 1, Integer::sum));
            claim(random.nextInt(1, 500)).shares().forEach(s -> waits.put(s.batch().batchId(), 0));
            assertTrue(waits.values().stream().allMatch(w -> w <= works.size()), "after " + i);
        }
    }

    @Test
    void organisations_get_their_parts_by_weight_and_batches_by_priority() {
        Work light = work(organization(0), new Rank(1, 5));
        Work heavy = work(organization(1), new Rank(3, 4));
        Work urgent = work(organization(1), new Rank(3, 6));
        Map<Work, Integer> opened = new HashMap<>();
        for (int i = 0; i < 400; i++) {
            Work next = FakeTables.present(works.get(claim(1).shares().getFirst().batch().batchId()));
            opened.merge(next, 1, Integer::sum);
        }
        assertEquals(Map.of(light, 100, heavy, 60, urgent, 240), opened);
    }

    @Test
    void who_had_nothing_to_dial_has_saved_nothing_up() {
        Work first = work(organization(0), Rank.DEFAULT);
        for (int i = 0; i < 1_000; i++) {
            claim(1);
        }
        Work second = work(organization(0), Rank.DEFAULT);
        Map<Long, Integer> opened = new HashMap<>();
        for (int i = 0; i < 100; i++) {
            opened.merge(claim(1).shares().getFirst().batch().batchId(), 1, Integer::sum);
        }
        assertEquals(Map.of(first.batchId(), 50, second.batchId(), 50), opened);
    }

    @Test
    void batches_that_only_put_off_do_not_keep_one_that_dials_from_its_turn() {
        Instant tomorrow = DialWorld.START.plus(Duration.ofDays(1));
        for (int i = 0; i < 60; i++) {
            world.batch(2_000).tasks.forEach(task -> task.notBefore = tomorrow);
        }
        Batch dials = world.batch(20);
        world.checks = false;
        world.run(Duration.ofSeconds(1));
        assertEquals(20, dials.sent);
    }

    @Test
    void with_each_minute_of_waiting_a_batch_grows_in_priority() {
        Work low = work(organization(0), new Rank(1, 0));
        assertEquals(1, low.part(DialWorld.START.plusSeconds(59)));
        assertEquals(8, low.part(DialWorld.START.plusSeconds(190)));
        assertEquals(512, low.part(DialWorld.START.plus(Duration.ofDays(1))));
        low.served(1, DialWorld.START.plus(Duration.ofDays(1)));
        assertEquals(1, low.part(DialWorld.START.plus(Duration.ofDays(1))));
    }

    @Test
    void with_little_room_each_batch_still_has_its_turn() {
        for (int i = 0; i < 10; i++) {
            work(organization(i % 3));
        }
        var served = new ArrayList<Long>();
        for (int i = 0; i < 12; i++) {
            List<Share> shares = claim(1).shares();
            assertEquals(1, shares.size());
            served.add(shares.getFirst().batch().batchId());
        }
        assertEquals(10, served.stream().distinct().count());
    }

    @Test
    void a_batch_that_somebody_holds_is_passed_over_only_when_others_have_work() {
        Work work = work(organization(0));
        assertFalse(claim(10).skipLocked());
        Work second = work(organization(0));
        assertTrue(claim(10).skipLocked());
        ClaimRequest passedOver = claim(10);
        second.learn(new BatchTurn(), 5, passedOver);
        assertTrue(second.missed());
        assertFalse(fairShare.next(List.of(work, second), DialWorld.START.plusMillis(30), 10).skipLocked());
    }

    @Test
    void batches_that_share_a_trunk_share_its_pace() {
        for (int i = 0; i < 100; i++) {
            world.batch(50);
        }
        world.checks = false;
        world.pace(world.key(world.tables.batch(1), Scope.TRUNK), 50, 1);
        world.run(Duration.ofSeconds(8));
        int least = world.tables.batches.values().stream().mapToInt(b -> b.sent).min().orElseThrow();
        int most = world.tables.batches.values().stream().mapToInt(b -> b.sent).max().orElseThrow();
        assertTrue(least >= 3 && most <= 5, "between " + least + " and " + most);
    }

    @Test
    void a_claim_reads_little_more_than_a_pace_lets_through() {
        Batch batch = world.batch(2_000);
        world.pace(world.key(batch, Scope.TRUNK), 100, 1);
        world.run(Duration.ofSeconds(10));
        assertTrue(batch.sent > 900, batch.sent + " were dialled");
        assertTrue(world.ledger().candidates < 5 * batch.sent,
                world.ledger().candidates + " were read to dial " + batch.sent);
    }

    @Test
    void a_batch_that_was_held_back_is_read_in_large_claims_again_when_it_no_longer_is() {
        Work work = work(organization(0));
        int most = claim(500).shares().getFirst().most();
        assertEquals(500, most);
        var full = new BatchTurn();
        full.stop(null, true);
        work.learn(full, most, claim(500));
        assertTrue(work.most(500) < 50, "nothing was let through");
        var candidate = new Claim.Candidate(work.batch(),
                world.tables.task(world.tables.batch(work.batchId()), 0, 1, 0), false);
        for (int i = 0; i < 10; i++) {
            int asked = work.most(500);
            var turn = new BatchTurn();
            for (int n = 0; n < asked; n++) {
                turn.add(candidate);
            }
            work.learn(turn, asked, claim(500));
        }
        assertEquals(500, work.most(500));
    }

    @Test
    void batches_that_share_few_agents_take_turns() {
        for (int i = 0; i < 20; i++) {
            world.batch(50);
        }
        world.script(FakeCarrier.Script.talks(Duration.ofMillis(900)));
        world.live(world.key(world.tables.batch(1), Scope.AGENT), 5);
        world.run(Duration.ofSeconds(40));
        int least = world.tables.batches.values().stream().mapToInt(b -> b.sent).min().orElseThrow();
        int most = world.tables.batches.values().stream().mapToInt(b -> b.sent).max().orElseThrow();
        assertTrue(least >= 3 && most <= least + 2, "between " + least + " and " + most);
    }

    @Test
    void a_batch_whose_claim_fails_does_not_hold_up_the_others() {
        Batch wrong = world.batch(5);
        Batch right = world.batch(5);
        world.ledger().poison = wrong.call.batchId();
        world.run(Duration.ofSeconds(10));
        assertEquals("completed", right.status);
        assertTrue(world.node().failures > 0);
    }
}
