package dev.carillon.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
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
        Batch batch = world.batch(1, organization);
        var work = new Work(new Survey.Prospect(batch.call, 0, 1_000_000, null), fairShare.turn());
        works.put(work.batchId(), work);
        return work;
    }

    private ClaimRequest claim(int size) {
        ClaimRequest request = fairShare.next(works.values(), DialWorld.START, size);
        for (Share share : request.shares()) {
            fairShare.served(FakeTables.present(works.get(share.batch().batchId())));
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
        assertEquals(Map.of(organization(0), 250, organization(1), 250), most);
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
