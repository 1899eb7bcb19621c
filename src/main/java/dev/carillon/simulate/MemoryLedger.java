package dev.carillon.simulate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.AttemptState;
import dev.carillon.call.BatchCall;
import dev.carillon.call.BatchStatus;
import dev.carillon.call.Outcome;
import dev.carillon.call.Reason;
import dev.carillon.call.StopLoss;
import dev.carillon.call.Task;
import dev.carillon.dial.AttemptChange;
import dev.carillon.dial.AttemptChange.End;
import dev.carillon.dial.AttemptChange.Next;
import dev.carillon.dial.Claim;
import dev.carillon.dial.ClaimRequest;
import dev.carillon.dial.DialLedger;
import dev.carillon.dial.Look;
import dev.carillon.dial.Placement;
import dev.carillon.dial.Resumed;
import dev.carillon.dial.Retries;
import dev.carillon.dial.Survey;
import dev.carillon.dial.TrunkRest;

/**
 * A ledger in memory, as one node sees it, over tables that several nodes share. It does what
 * {@code PostgresLedger} does; one contract holds both to it. Every method is one transaction: it is done or
 * it throws and nothing is. Not thread-safe. Open for tests that break it on purpose.
 */
public class MemoryLedger implements DialLedger {

    private static final Duration FORGOTTEN = Duration.ofSeconds(30);

    final Tables tables;
    final long node;
    private final Duration latestStart;

    /** @param latestStart a scheduled batch that is later than this is paused instead of started */
    public MemoryLedger(Tables tables, long node, Duration latestStart) {
        this.tables = tables;
        this.node = node;
        this.latestStart = latestStart;
    }

    @Override
    public Survey survey(Instant now, Look look) {
        var prospects = new ArrayList<Survey.Prospect>(tables.batches.size());
        var hangUp = new HashSet<Long>();
        for (BatchRow b : tables.batches.values()) {
            if (b.status == BatchStatus.SENT && (b.queued() > 0 || !b.due.isEmpty()) && asked(b, look)) {
                prospects.add(new Survey.Prospect(b.call(tables, look.resting()), b.version, b.queued(),
                        b.due.isEmpty() ? null : b.due.first().at()));
            }
            if (b.hangUp && look.batchesWithLiveCalls().contains(b.id)) {
                hangUp.add(b.id);
            }
        }
        return new Survey(prospects, hangUp, ending(look));
    }

    private Set<CallKey> ending(Look look) {
        var mine = new HashSet<CallKey>();
        for (CallKey key : tables.ending) {
            AttemptRow a = tables.attempt(key);
            if (a != null && tables.mayBeUp(a) && a.opening.node() == node
                    && !look.batchesWithLiveCalls().isEmpty()) {
                mine.add(key);
            }
        }
        return mine;
    }

    private static boolean asked(BatchRow b, Look look) {
        return look.all() || look.known().contains(b.id) || !b.updatedAt.isBefore(look.changedSince());
    }

    @Override
    public Claim claim(ClaimRequest request) {
        return new MemoryClaim(this, request, mayClaim(request.now()));
    }

    /** Beside others only when what they opened before they knew of this node has been placed. */
    private boolean mayClaim(Instant now) {
        Instant shared = sharedSince(now);
        return lease().holds(now) && (shared == null || !shared.isAfter(now));
    }

    private Tables.Leased lease() {
        return tables.leases.getOrDefault(node, Tables.Leased.NEVER);
    }

    @Nullable Instant sharedSince(Instant now) {
        boolean others = tables.leases.entrySet().stream()
                .anyMatch(l -> l.getKey() != node && l.getValue().holds(now));
        return others ? lease().since().plus(Claim.SETTLED) : null;
    }

    /** What a claim that was decided on writes. */
    MemoryOpening opening(Instant now) {
        return new MemoryOpening(tables, node, now);
    }

    MemoryRecord recording() {
        return new MemoryRecord(tables);
    }

    @Override
    public List<AttemptChange> record(List<AttemptChange> changes) {
        MemoryRecord recording = recording();
        recording.write(changes);
        return recording.otherwise();
    }

    @Override
    public List<Placement> placeElsewhere(List<Placement.Failed> failed, Set<Long> resting, Instant now,
            Placement.Chooser chooser) {
        return new MemoryElsewhere(this, now).place(failed, resting, this, chooser);
    }

    @Override
    public void keepRests(List<TrunkRest> rests) {
        // Nobody looks at the directory of a world.
    }

    @Override
    public void turnBatches(Instant now) {
        for (BatchRow b : tables.batches.values()) {
            Instant at = b.plan.scheduledAt();
            if (b.status == BatchStatus.SCHEDULED && at != null && !at.isAfter(now)) {
                Reason why = at.isBefore(now.minus(latestStart))
                        ? Reason.MISSED_START
                        : b.way(tables) == null ? Reason.NO_TRUNK : null;
                turn(b, why, now);
            }
        }
    }

    void stopLosses(Instant now) {
        for (BatchRow b : tables.batches.values()) {
            String why = b.status == BatchStatus.SENT && b.open > 0 ? brokenRule(b, now) : null;
            if (why != null) {
                turn(b, Reason.STOP_LOSS, now);
                b.detail = why;
            }
        }
    }

    private static @Nullable String brokenRule(BatchRow b, Instant now) {
        for (StopLoss rule : b.plan.stopLoss()) {
            Instant since = now.minus(rule.window());
            Instant from = b.countsSince != null && b.countsSince.isAfter(since) ? b.countsSince : since;
            Optional<String> why = rule.broken(b.tally(from));
            if (why.isPresent()) {
                return why.get();
            }
        }
        return null;
    }

    private void turn(BatchRow b, @Nullable Reason why, Instant now) {
        b.turn(why == null ? BatchStatus.SENT : BatchStatus.PAUSED, why, now);
        tables.touched.add(b);
        tables.say(b, why == null ? "batch_sent" : "batch_paused " + why.word());
    }

    @Override
    public void stopBatches(Instant now) {
        for (BatchRow b : tables.batches.values()) {
            if (b.status == BatchStatus.SENT) {
                end(tables, b, now);
                if (b.status == BatchStatus.SENT && b.way(tables) == null) {
                    turn(b, Reason.NO_TRUNK, now);
                }
            }
        }
        stopLosses(now);
    }

    /** Ends a running batch that has nothing open. */
    static void end(Tables tables, BatchRow b, Instant now) {
        if (b.status == BatchStatus.SENT && b.open == 0) {
            b.turn(b.sent > 0 ? BatchStatus.COMPLETED : BatchStatus.FAILED, null, now);
            tables.touched.add(b);
            tables.say(b, "batch_" + b.status.name().toLowerCase(Locale.ROOT));
        }
    }

    @Override
    public int takeOver(Instant now) {
        int lost = 0;
        if (!tables.onLine.isEmpty()) {
            lost += lose(row -> !row.attempt().ended() && leaseEnded(row.node(), now),
                    new Loss("its node is gone", now, freedAtTakeOver()));
            Instant forgotten = now.minus(FORGOTTEN);
            lost += lose(
                    row -> row.deadline().isBefore(now)
                            && (row.attempt().ended() || row.deadline().isBefore(forgotten)),
                    new Loss("past its last deadline", now, true));
        }
        return lost;
    }

    /** A node that is gone may have calls that are not (law: Capacity). */
    boolean freedAtTakeOver() {
        return false;
    }

    private boolean leaseEnded(long of, Instant now) {
        return tables.leases.getOrDefault(of, Tables.Leased.NEVER).until().isBefore(now);
    }

    @Override
    public int takeOverSelf(Instant now) {
        String note = "its node was started again";
        return lose(row -> row.node() == node && sandbox(row), new Loss(note, now, true))
                + lose(row -> row.node() == node && !row.attempt().ended() && !resumable(row),
                        new Loss(note, now, !keepsSlots()));
    }

    /** Calls that ring may have outlived their process (law: Capacity). */
    boolean keepsSlots() {
        return true;
    }

    private boolean sandbox(LineRow row) {
        return tables.trunk(row.attempt().opening.trunkId()).sandbox;
    }

    /** Whether its carrier can go on with it, or end it. */
    boolean resumable(LineRow row) {
        AttemptRow a = row.attempt();
        return !sandbox(row) && (!a.ended() || a.outcome == Outcome.LOST)
                && (a.answeredAt == null || a.resume != null);
    }

    @Override
    public List<Resumed> resume() {
        return tables.onLine.values().stream().filter(row -> row.node() == node && resumable(row))
                .sorted((x, y) -> MemoryRecord.BY_KEY.compare(x.attempt().key, y.attempt().key))
                .map(this::resumed).toList();
    }

    private Resumed resumed(LineRow row) {
        AttemptRow a = row.attempt();
        AttemptRow.Opening o = a.opening;
        BatchRow b = row.batch();
        BatchCall batch = b.plan.call(b.id, tables.organization(b.organizationId),
                tables.trunk(o.trunkId()).trunk(List.of()));
        var task = new Task(a.key, row.task().callee, o.spent() - 1, o.budget(), o.agentId(),
                row.task().timezone, null, false, Task.Facts.NONE);
        var open = new Claim.Decision.Open(new Claim.Candidate(batch, task, false), o.zones(), o.placeBy(),
                o.placeBy(), o.lastDeadline());
        return new Resumed(open, a.reached(), a.ringingAt, a.answeredAt, a.joinedAt, a.resume, a.ended(),
                a.before.size() + 1, Resumed.Asked.of(b.hangUp, tables.ending.contains(a.key)));
    }

    @Override
    public int disown(Set<CallKey> known, Instant now) {
        return close(row -> row.node() == node && row.attempt().state == AttemptState.PLACING
                && !known.contains(row.attempt().key),
                row -> new End(Outcome.NOT_PLACED, "its COMMIT had no answer", now,
                        new Next.Again(now, row.attempt().opening.spent() - 1, Reason.RETRY_WAIT), true));
    }

    /** Why calls are lost, and whether they are surely over. */
    private record Loss(String note, Instant at, boolean over) {
    }

    private interface Ending {
        End of(LineRow row);
    }

    private int lose(Predicate<LineRow> meant, Loss loss) {
        return close(meant, row -> {
            var opening = row.attempt().opening;
            var tried = new Retries.Tried(row.task().callee, row.task().timezone,
                    opening.spent() - 1, opening.budget());
            Instant over = loss.over() ? loss.at() : row.deadline();
            return new End(Outcome.LOST, loss.note(), loss.at(),
                    Retries.after(Outcome.LOST, over, row.batch().call(tables), tried), loss.over());
        });
    }

    private int close(Predicate<LineRow> meant, Ending ending) {
        var changes = new ArrayList<AttemptChange>();
        for (LineRow row : tables.onLine.values()) {
            if (meant.test(row)) {
                changes.add(new AttemptChange(row.attempt().key, row.attempt().line.organizationId(),
                        row.batch().plan.fromNumber(), row.attempt().line.number(), AttemptState.ENDED, null,
                        null, null, ending.of(row)));
            }
        }
        changes.sort(MemoryRecord.BY_CALL);
        return changes.isEmpty() ? 0 : recording().write(changes);
    }
}
