package dev.carillon.ledger;

import static dev.carillon.ledger.LedgerWorld.AGENT;
import static dev.carillon.ledger.LedgerWorld.ORGANIZATION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.carillon.Law;
import dev.carillon.base.Chance;
import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.Outcome;
import dev.carillon.call.Reason;
import dev.carillon.dial.AttemptChange;
import dev.carillon.dial.Claim;
import dev.carillon.dial.Claim.Candidate;
import dev.carillon.dial.Claim.Decision;
import dev.carillon.dial.ClaimRequest;
import dev.carillon.dial.ClaimRequest.Share;
import dev.carillon.dial.Look;
import dev.carillon.dial.Survey;
import dev.carillon.dial.Usage;
import dev.carillon.dial.UsageKey;
import dev.carillon.dial.UsageKey.Scope;
import dev.carillon.ledger.LedgerWorld.Sketch;

/**
 * Three nodes over the same batches at once, one of which is lost in the middle, while batches are appended
 * to, paused, resumed and cancelled; many tasks share a number and everything shares two limits.
 */
@Tag("database")
class NodesTogetherTest {

    private static final PostgresWorld.Pools POOLS = PostgresWorld.Pools.open();
    private static final int BATCHES = 12;
    private static final int TASKS = 150;
    private static final int LIMIT = 120;
    private static final Duration LONGEST = Duration.ofSeconds(2);
    private static final int FIRST_STEPS = 8;
    private static final int MOST_STEPS = 2_000;
    private static final long SEED = 20_260_301L;

    private final PostgresWorld world = new PostgresWorld(POOLS);
    private final AtomicLong clock = new AtomicLong();
    private final Set<CallKey> openedEver = ConcurrentHashMap.newKeySet();
    private final Set<Long> cancelled = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean over = new AtomicBoolean();

    @AfterAll
    static void close() {
        POOLS.close();
    }

    /** A virtual clock that all share and that always moves on. */
    private Instant now() {
        return LedgerContract.NOW.plusMillis(clock.incrementAndGet());
    }

    @Test
    @Law({"Ledger", "Single dial", "Capacity", "Progress", "Budget"})
    void nodes_that_dial_the_same_batches_keep_every_law() throws Exception {
        List<Long> batches = batches();
        try (var watching = Executors.newSingleThreadExecutor()) {
            Future<Integer> watch = watching.submit(this::watch);
            try {
                dial(batches);
            } finally {
                over.set(true);
            }
            assertTrue(watch.get() > 0);
        }
        lawsHold(batches);
    }

    private void dial(List<Long> batches) throws Exception {
        try (var threads = Executors.newFixedThreadPool(4)) {
            Future<Integer> lost = threads.submit(() -> node(3, FIRST_STEPS));
            List<Future<Integer>> others = List.of(threads.submit(() -> node(1, MOST_STEPS)),
                    threads.submit(() -> node(2, MOST_STEPS)), threads.submit(() -> client(batches)));
            lost.get();
            world.leaseEnds(3, LedgerContract.NOW);
            for (Future<Integer> other : others) {
                other.get();
            }
        }
    }

    private List<Long> batches() {
        world.limit(new UsageKey(ORGANIZATION, Scope.AGENT, AGENT), LIMIT);
        world.limit(new UsageKey(ORGANIZATION, Scope.ORGANIZATION, ORGANIZATION), LIMIT);
        List<Long> batches = new ArrayList<>();
        for (int i = 0; i < BATCHES; i++) {
            batches.add(world.batch(Sketch.of(LedgerWorld.numbers(i * 50, TASKS)).budget(2)));
        }
        world.postgres(1);
        world.postgres(2);
        world.postgres(3);
        return batches;
    }

    /**
     * One node: claims, decides, and records what its calls do, until nothing is left or its steps are spent
     * and it has calls to lose.
     */
    private int node(int number, int steps) {
        PostgresLedger ledger = world.postgres(number);
        RandomGenerator chance = Chance.seeded(SEED + number);
        Queue<Candidate> live = new ArrayDeque<>();
        int step = 0;
        while (step++ < steps || (live.isEmpty() && step < MOST_STEPS)) {
            List<Survey.Prospect> prospects = ledger.survey(now(), Look.atAll(Set.of())).prospects();
            if (prospects.isEmpty() && live.isEmpty() && cancelled.size() == 2) {
                break;
            }
            claim(ledger, chance, prospects, live);
            record(ledger, chance, live);
            if (step % 5 == 0) {
                ledger.turnBatches(now());
                ledger.stopBatches(now());
                ledger.takeOver(now());
            }
        }
        return step;
    }

    private void claim(PostgresLedger ledger, RandomGenerator chance, List<Survey.Prospect> prospects,
            Queue<Candidate> live) {
        List<Share> shares = new ArrayList<>();
        for (Survey.Prospect p : prospects) {
            if (chance.nextInt(3) > 0 && p.batch().trunk() != null) {
                shares.add(new Share(p.batch(), 1 + chance.nextInt(30)));
            }
        }
        Instant now = now();
        try (Claim claim = ledger.claim(new ClaimRequest(now, shares, chance.nextBoolean()))) {
            List<Decision> decisions = decide(claim, now);
            if (!decisions.isEmpty()) {
                claim.open(decisions, Map.of());
            }
            for (Decision d : decisions) {
                if (d instanceof Decision.Open open) {
                    assertTrue(openedEver.add(open.candidate().task().call()), "opened twice: " + open);
                    live.add(open.candidate());
                }
            }
        }
    }

    private static List<Decision> decide(Claim claim, Instant now) {
        int room = claim.usage().values().stream().filter(u -> u.maxLive() != null)
                .mapToInt(NodesTogetherTest::room).min()
                .orElse(0);
        Set<String> numbers = new HashSet<>();
        Set<Long> stopped = new HashSet<>();
        List<Decision> decisions = new ArrayList<>();
        for (Candidate c : claim.candidates()) {
            long batch = c.batch().batchId();
            if (stopped.contains(batch)) {
                continue;
            }
            if (c.task().facts().busy() || !numbers.add(c.task().toNumber())) {
                decisions.add(Calls.later(c, now.plusMillis(20), Reason.NUMBER_BUSY));
            } else if (room-- > 0) {
                decisions.add(new Decision.Open(c, List.of(), now, now.plusMillis(400), now.plus(LONGEST)));
            } else {
                stopped.add(batch);
            }
        }
        return decisions;
    }

    private static int room(Usage usage) {
        return (usage.maxLive() == null ? 0 : usage.maxLive()) - usage.live();
    }

    private void record(PostgresLedger ledger, RandomGenerator chance, Queue<Candidate> live) {
        List<AttemptChange> changes = new ArrayList<>();
        for (int i = live.size(); i > 0; i--) {
            Candidate c = live.remove();
            Instant now = now();
            boolean last = c.task().spent() + 1 >= c.task().budget();
            switch (chance.nextInt(6)) {
                case 0 -> changes.add(Calls.completed(c, now));
                case 1 -> changes.add(last
                        ? Calls.failed(c, Outcome.NO_ANSWER, now)
                        : Calls.again(c, Outcome.NO_ANSWER, now, now.plusMillis(50)));
                case 2 -> changes.add(Calls.failed(c, Outcome.DECLINED, now));
                case 3 -> {
                    changes.add(Calls.answered(c, now));
                    live.add(c);
                }
                default -> live.add(c);
            }
        }
        ledger.record(changes);
    }

    /** What people do meanwhile. */
    private int client(List<Long> batches) {
        RandomGenerator chance = Chance.seeded(SEED);
        for (int i = 0; i < 60; i++) {
            long batch = batches.get(2 + chance.nextInt(BATCHES - 2));
            switch (chance.nextInt(3)) {
                case 0 -> {
                    world.pause(batch);
                    world.resume(batch);
                }
                case 1 -> world.cancel(batches.get(i % 2), false);
                default -> {
                    if (world.figures(batch).status().equals("sent")) {
                        world.append(batch, LedgerWorld.numbers(10_000 + i * 10, 10));
                    }
                }
            }
        }
        batches.stream().limit(2).forEach(b -> world.cancel(b, false));
        cancelled.addAll(batches.subList(0, 2));
        return 0;
    }

    /** Looks at one snapshot after the other while all this goes on. */
    private int watch() {
        int looks = 0;
        while (!over.get()) {
            looks++;
            assertEquals(0, world.count("""
                    select count(*)::int from usage u where u.live > coalesce(u.max_live, u.live)
                        or (u.scope = 30 and u.live <> (select count(*) from on_line))"""));
            assertEquals(0, world
                    .count("""
                    select count(*)::int from (
                        select from attempt where phase < 4 group by to_number having count(*) > 1) twice"""));
        }
        return looks;
    }

    private void lawsHold(List<Long> batches) {
        assertEquals(0, world.postgres(1).takeOver(now().plus(LONGEST)), "something was left open");
        assertEquals(0, world.deadlocks());
        assertEquals(0, world.onLine());
        assertEquals(0, world.count("select sum(live)::int from usage"));
        for (long batch : batches) {
            assertEquals(world.recount(batch), world.figures(batch));
            boolean wasCancelled = cancelled.contains(batch);
            assertEquals(wasCancelled ? "cancelled" : "completed", world.figures(batch).status());
        }
        int lost = world.count("select count(*)::int from attempt where outcome = 'lost'");
        assertTrue(lost > 0, "the third node had nothing open when it was lost");
        assertEquals(openedEver.size(), world.count("select count(*)::int from attempt"));
        assertEquals(0, world
                .count("""
                select count(*)::int from attempt a where a.outcome = 'lost' and exists (
                    select from attempt b where b.batch_id = a.batch_id and b.seq = a.seq and b.no > a.no)"""));
        assertEquals(0, world.count("select count(*)::int from attempt where spent > budget"));
        assertEquals(world.count("select count(*)::int from attempt"),
                world.count("select count(*)::int from event where type = 'attempt_ended'"));
    }
}
