package dev.carillon.dial;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.VirtualTimeline;
import dev.carillon.call.BatchCall;
import dev.carillon.call.Hours;
import dev.carillon.call.Outcome;
import dev.carillon.call.QuietHours;
import dev.carillon.call.Rank;
import dev.carillon.call.RetryPlan;
import dev.carillon.call.Rules;
import dev.carillon.call.Trunk;
import dev.carillon.dial.FakeTables.Batch;
import dev.carillon.dial.FakeTables.TaskRow;
import dev.carillon.dial.UsageKey.Scope;

/** Nodes over one ledger and one carrier, on virtual time, a millisecond at a time. */
final class DialWorld {

    static final String ORGANIZATION = "aaaaaaaaaaaaaaaaaaaa";
    static final String AGENT = "agent_one";
    static final Instant START = Instant.parse("2026-03-01T09:00:00Z");

    final VirtualTimeline timeline = new VirtualTimeline(START);
    final FakeTables tables = new FakeTables();
    final FakeCarrier carrier = new FakeCarrier(timeline);
    final List<Node> nodes = new ArrayList<>();
    final DialSettings settings;
    /** Who watches the next node that is made. */
    DialObserver observer = DialObserver.none();
    /** Where the next node that is made records. */
    Executor recording = Runnable::run;
    /** Whether every law is checked after every step. */
    boolean checks = true;

    DialWorld() {
        this(DialSettings.defaults());
    }

    DialWorld(DialSettings settings) {
        this.settings = settings;
        addNode();
    }

    final Node addNode() {
        var node = new Node(nodes.size() + 1);
        nodes.add(node);
        return node;
    }

    Node node() {
        return nodes.getFirst();
    }

    Dialer dialer() {
        return node().dialer;
    }

    FakeLedger ledger() {
        return node().ledger;
    }

    /** One node: its dialer between a ledger that may be away and the carrier. */
    final class Node {

        final FakeLedger ledger;
        Inbox inbox = new Inbox();
        Dialer dialer;
        boolean leaseHeld = true;
        boolean frozen;
        private boolean cleared = true;
        private int lives;
        int steps;
        int failures;
        @Nullable RuntimeException failure;
        private Instant wake = Instant.EPOCH;
        private Instant restsUntil = Instant.EPOCH;

        Node(int id) {
            this.ledger = new FakeLedger(tables, id);
            this.dialer = newDialer();
        }

        private Dialer newDialer() {
            int life = ++lives;
            return new Dialer(new Dialer.Ports(ledger, () -> leaseHeld && life == lives, carrier,
                    timeline, observer, recording), inbox, settings);
        }

        /** A step when it is time for one, as the loop around the dialer has it. */
        void turn() {
            Instant now = timeline.now();
            if (frozen || restsUntil.isAfter(now) || (inbox.isEmpty() && wake.isAfter(now))) {
                return;
            }
            steps++;
            try {
                if (!cleared) {
                    ledger.takeOverSelf(now);
                    dialer.resume(now);
                    cleared = true;
                }
                wake = dialer.step(now);
            } catch (LedgerAway away) {
                failures++;
                restsUntil = now.plusMillis(250);
            } catch (RuntimeException e) {
                failures++;
                failure = e;
                restsUntil = now.plusMillis(250);
            }
            if (checks) {
                tables.check();
            }
        }

        /** A new process of the same node: it remembers nothing and closes what the old one had open. */
        void restart() {
            inbox = new Inbox();
            dialer = newDialer();
            cleared = false;
            wake = Instant.EPOCH;
        }

        void nudge() {
            inbox.nudge();
            wake = Instant.EPOCH;
        }
    }

    void run(Duration length) {
        Instant end = timeline.now().plus(length);
        while (timeline.now().isBefore(end)) {
            nodes.forEach(Node::turn);
            timeline.advance(Duration.ofMillis(1));
        }
    }

    void runMillis(long millis) {
        run(Duration.ofMillis(millis));
    }

    /** Makes a batch of so many tasks, each with a number of its own. */
    Batch batch(int tasks) {
        return batch(tasks, ORGANIZATION);
    }

    Batch batch(int tasks, String organization) {
        long id = tables.batches.size() + 1L;
        var trunk = new Trunk(organization.hashCode() & 0xffff, organization, Trunk.Kind.SANDBOX, "{}");
        var batch = new Batch(new BatchCall(id, organization, "+49301", AGENT,
                Rules.of(new RetryPlan(false)), Rank.DEFAULT, trunk));
        for (int i = 0; i < tasks; i++) {
            batch.tasks.add(new TaskRow("+49" + (id * 100_000 + i)));
        }
        tables.batches.put(id, batch);
        return batch;
    }

    /** The same batch with other rules. */
    static void rules(Batch b, UnaryOperator<Rules> change) {
        b.call = new BatchCall(b.call.batchId(), b.call.organizationId(), b.call.fromNumber(),
                b.call.agentId(), change.apply(b.call.rules()), b.call.rank(), b.call.trunk());
    }

    static void quiet(Batch b, QuietHours hours) {
        rules(b, r -> new Rules(Hours.of(hours), r.retryPlan(), r.expiresAt(), r.cap()));
    }

    static void expires(Batch b, Instant at) {
        rules(b, r -> new Rules(r.hours(), r.retryPlan(), at, r.cap()));
    }

    static void retries(Batch b, int budget) {
        rules(b, r -> new Rules(r.hours(), new RetryPlan(true), r.expiresAt(), r.cap()));
        b.tasks.forEach(t -> t.budget = budget);
    }

    static void trunk(Batch b, @Nullable Trunk trunk) {
        b.call = new BatchCall(b.call.batchId(), b.call.organizationId(), b.call.fromNumber(),
                b.call.agentId(), b.call.rules(), b.call.rank(), trunk);
    }

    static Trunk trunkOf(Batch b) {
        return FakeTables.present(b.call.trunk());
    }

    UsageKey key(Batch b, Scope scope) {
        String id = switch (scope) {
            case BATCH -> Long.toString(b.call.batchId());
            case ORGANIZATION -> b.call.organizationId();
            case TRUNK -> Long.toString(trunkOf(b).trunkId());
            case AGENT -> AGENT;
            case CALLER_ID -> b.call.fromNumber();
            case NODE -> throw new IllegalArgumentException("in no table");
        };
        return new UsageKey(b.call.organizationId(), scope, id);
    }

    void live(UsageKey key, int most) {
        Usage u = tables.usage(key);
        tables.usage.put(key, new Usage(key, u.live(), most, u.callsPerSecond(), u.burst(), u.freeAt()));
    }

    void pace(UsageKey key, double callsPerSecond, int burst) {
        Usage u = tables.usage(key);
        tables.usage.put(key, new Usage(key, u.live(), u.maxLive(), callsPerSecond, burst, u.freeAt()));
    }

    void script(FakeCarrier.Script script) {
        carrier.scripts = _ -> script;
    }

    FakeTables.Attempt attempt(Batch b, int seq, int no) {
        return FakeTables.present(tables.attempts.get(new CallKey(b.call.batchId(), seq, no)));
    }

    @Nullable Outcome outcome(Batch b, int seq) {
        return b.tasks.get(seq).outcome;
    }

    long count(Outcome outcome) {
        return tables.attempts.values().stream().filter(a -> a.outcome == outcome).count();
    }

    int placed() {
        return carrier.placed.size();
    }
}
