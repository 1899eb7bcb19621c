package dev.carillon.dial;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.LawBroken;
import dev.carillon.call.AttemptState;
import dev.carillon.call.BatchCall;
import dev.carillon.call.Callee;
import dev.carillon.call.Outcome;
import dev.carillon.call.Reason;
import dev.carillon.call.Task;
import dev.carillon.call.TaskStatus;

/** The rows of a ledger in memory, which several nodes share, and the laws that must hold between them. */
final class FakeTables {

    final SortedMap<Long, Batch> batches = new TreeMap<>();
    final Map<CallKey, Attempt> attempts = new HashMap<>();
    final SortedMap<UsageKey, Usage> usage = new TreeMap<>(
            Comparator.comparing(UsageKey::organizationId).thenComparing(UsageKey::scope)
                    .thenComparing(UsageKey::id));
    @Nullable Instant sharedSince;
    final Map<Line, CallKey> onLine = new HashMap<>();
    final List<Line> doNotCall = new ArrayList<>();

    record Line(String organizationId, String number) {
    }

    record Due(Instant at, int seq, int no, int spent, Reason reason) {
    }

    static final class Batch {
        BatchCall call;
        long version;
        String status = "sent";
        boolean hangUp;
        int next;
        int sent;
        int pickedUp;
        int completed;
        final List<TaskRow> tasks = new ArrayList<>();
        final SortedSet<Due> due = new TreeSet<>(
                Comparator.comparing(Due::at).thenComparingInt(Due::seq));

        Batch(BatchCall call) {
            this.call = call;
        }
    }

    static final class TaskRow {
        final String number;
        int budget = 1;
        @Nullable String agentId;
        @Nullable Instant notBefore;
        TaskStatus status = TaskStatus.PENDING;
        @Nullable Reason reason;
        @Nullable Outcome outcome;
        boolean sent;
        boolean pickedUp;
        boolean completed;
        int spent;
        int attempts;

        TaskRow(String number) {
            this.number = number;
        }
    }

    static final class Attempt {
        final int node;
        Claim.Decision.Open open;
        AttemptState state = AttemptState.PLACING;
        @Nullable Instant answeredAt;
        @Nullable Outcome outcome;
        @Nullable String note;
        @Nullable String resume;
        boolean slotsFree;
        int ends;
        /** The trunks that it was placed over. */
        final Set<Long> over = new HashSet<>();

        Attempt(int node, Claim.Decision.Open open) {
            this.node = node;
            this.open = open;
            over.add(present(open.candidate().batch().trunk()).trunkId());
        }

        CallKey key() {
            return open.candidate().task().call();
        }

        Line line() {
            return new Line(open.candidate().batch().organizationId(), open.candidate().task().toNumber());
        }
    }

    Batch batch(long id) {
        return present(batches.get(id));
    }

    /** A task as a claim finds it. */
    Task task(Batch b, int seq, int no, int spent) {
        TaskRow t = b.tasks.get(seq);
        var line = new Line(b.call.organizationId(), t.number);
        return new Task(new CallKey(b.call.batchId(), seq, no), new Callee(t.number), spent, t.budget,
                t.agentId == null ? b.call.agentId() : t.agentId, null, t.notBefore, t.pickedUp,
                new Task.Facts(doNotCall.contains(line), onLine.containsKey(line), 0));
    }

    /** When the paces of limits are free again. */
    void free(Map<UsageKey, Instant> freeAt) {
        freeAt.forEach((key, at) -> {
            Usage u = usage(key);
            usage.put(key, new Usage(key, u.live(), u.maxLive(), u.callsPerSecond(), u.burst(), at));
        });
    }

    TaskRow task(CallKey call) {
        return batch(call.batchId()).tasks.get(call.seq());
    }

    Usage usage(UsageKey key) {
        return usage.computeIfAbsent(key, k -> new Usage(k, 0, null, null, 1, Instant.EPOCH));
    }

    static <T> T present(@Nullable T thing) {
        if (thing == null) {
            throw new AssertionError("not there");
        }
        return thing;
    }

    static List<UsageKey> limits(Claim.Candidate candidate) {
        BatchCall batch = candidate.batch();
        String organization = batch.organizationId();
        var keys = new ArrayList<UsageKey>();
        keys.add(new UsageKey(organization, UsageKey.Scope.BATCH, Long.toString(batch.batchId())));
        keys.add(new UsageKey(organization, UsageKey.Scope.ORGANIZATION, organization));
        if (batch.trunk() != null) {
            keys.add(new UsageKey(organization, UsageKey.Scope.TRUNK,
                    Long.toString(batch.trunk().trunkId())));
        }
        if (candidate.task().agentId() != null) {
            keys.add(new UsageKey(organization, UsageKey.Scope.AGENT, candidate.task().agentId()));
        }
        return keys;
    }

    /** Takes (1) or frees (-1) the places of a call. */
    void move(Claim.Candidate candidate, int by) {
        for (UsageKey key : limits(candidate)) {
            Usage u = usage(key);
            int live = u.live() + by;
            usage.put(key,
                    new Usage(key, live, u.maxLive(), u.callsPerSecond(), u.burst(), u.freeAt()));
            if (live < 0 || (u.maxLive() != null && live > u.maxLive() && by > 0)) {
                throw new LawBroken("Capacity", key + " has " + live + " live");
            }
        }
    }

    /** Every law that can be seen in these rows. */
    void check() {
        batches.values().forEach(this::figures);
        Map<UsageKey, Integer> live = new HashMap<>();
        for (Attempt a : attempts.values()) {
            if (!a.slotsFree) {
                limits(a.open.candidate()).forEach(key -> live.merge(key, 1, Integer::sum));
                holds("Single dial", a.key().equals(onLine.get(a.line())), a.key() + " is not on the line");
            }
            holds("Single dial", a.ends <= 1, a.key() + " ended twice");
        }
        usage.forEach((key, u) -> holds("Capacity", u.live() == live.getOrDefault(key, 0),
                key + " counts " + u.live() + " of " + live.get(key)));
    }

    private void figures(Batch b) {
        int sent = 0;
        int pickedUp = 0;
        int completed = 0;
        int open = 0;
        for (int seq = 0; seq < b.tasks.size(); seq++) {
            TaskRow t = b.tasks.get(seq);
            sent += t.sent ? 1 : 0;
            pickedUp += t.pickedUp ? 1 : 0;
            completed += t.completed ? 1 : 0;
            open += t.status == TaskStatus.PENDING ? 1 : 0;
            place(b, seq, t);
        }
        String told = b.sent + "/" + b.pickedUp + "/" + b.completed;
        holds("Ledger", told.equals(sent + "/" + pickedUp + "/" + completed),
                told + " but recounted " + sent + "/" + pickedUp + "/" + completed);
        holds("Ledger", completed <= pickedUp && pickedUp <= sent && sent <= b.tasks.size(), told);
        holds("Progress", open > 0 || !b.status.equals("sent"), "the last task did not end its batch");
    }

    /** A pending task is in exactly one place: before the cursor, in the due rows, or on the line. */
    private void place(Batch b, int seq, TaskRow t) {
        holds("Budget", t.spent <= t.budget, t.number + " spent " + t.spent + " of " + t.budget);
        int places = seq >= b.next ? 1 : 0;
        for (Due due : b.due) {
            places += due.seq() == seq ? 1 : 0;
        }
        for (int no = 1; no <= t.attempts; no++) {
            Attempt a = present(attempts.get(new CallKey(b.call.batchId(), seq, no)));
            places += a.state == AttemptState.ENDED ? 0 : 1;
        }
        holds("Progress", places == (t.status == TaskStatus.PENDING ? 1 : 0),
                b.call.batchId() + "/" + seq + " is " + t.status + " and in " + places + " places");
    }

    static void holds(String law, boolean true_, String what) {
        if (!true_) {
            throw new LawBroken(law, what);
        }
    }
}
