package dev.carillon.ledger;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.RetryRule;
import dev.carillon.call.StopLoss;
import dev.carillon.dial.DialLedger;
import dev.carillon.dial.UsageKey;

/**
 * What surrounds a ledger in a test: the API half that makes and controls batches, other nodes, and a look at
 * the rows.
 */
interface LedgerWorld {

    String ORGANIZATION = "aaaaaaaaaaaaaaaaaaaa";
    String AGENT = "agent_one";
    /** The caller ID of every batch. */
    String FROM = "+4930000000";

    /** The ledger of one node (1, 2, …), whose lease lasts until it is ended. */
    DialLedger ledger(int node);

    void leaseEnds(int node, Instant at);

    long batch(Sketch sketch);

    void append(long batch, List<String> numbers);

    void pause(long batch);

    void resume(long batch);

    void cancel(long batch, boolean hangUp);

    /** Ends a task before it was ever dialled, as a duplicate is. */
    void skipBefore(long batch, int seq);

    void doNotCall(String number);

    /** The agent says that a machine has answered; false when the call had ended. */
    boolean saidVoicemail(CallKey call);

    /** Somebody asks for the end of a call. */
    void hangUp(CallKey call);

    void limit(UsageKey key, int maxLive);

    void pauseTrunk(boolean paused);

    /** Gives the caller ID a limit; what is live on it by then counts. */
    void limitCallerId(int maxLive);

    /** So much of a limit is not for batches. */
    void reserve(UsageKey key, int calls);

    /** How often the organisation calls one person. */
    void cap(int attempts, int days);

    /** The batch and its trunk ring real telephones from now on, so many a day. */
    void goLive(long batch, int dayLimit);

    void stopLoss(long batch, List<StopLoss> rules);

    void retryRules(long batch, List<RetryRule> rules);

    /** {@code "stop_loss: the figures"}. */
    String pausedBecause(long batch);

    Figures figures(long batch);

    /** The same figures counted again from tasks and attempts. */
    Figures recount(long batch);

    Task task(long batch, int seq);

    /** The due rows of a batch, in their order. */
    List<Due> due(long batch);

    @Nullable Attempt attempt(CallKey call);

    int live(UsageKey key);

    /** How many numbers of the organisation are on the line. */
    int onLine();

    /**
     * The events of a batch in the order of readers: {@code "attempt_ended 3/1 busy"},
     * {@code "batch_completed"}.
     */
    List<String> events(long batch);

    long deadlocks();

    /** A batch to be made. */
    record Sketch(List<String> numbers, String status, @Nullable Instant scheduledAt, int budget,
            boolean retry,
            @Nullable String agentId) {

        static Sketch of(int tasks) {
            return of(LedgerWorld.numbers(0, tasks));
        }

        static Sketch of(List<String> numbers) {
            return new Sketch(numbers, "sent", null, 3, true, AGENT);
        }

        Sketch scheduled(Instant at) {
            return new Sketch(numbers, "scheduled", at, budget, retry, agentId);
        }

        Sketch budget(int attempts) {
            return new Sketch(numbers, status, scheduledAt, attempts, retry, agentId);
        }

        Sketch agent(@Nullable String agent) {
            return new Sketch(numbers, status, scheduledAt, budget, retry, agent);
        }
    }

    /** Different numbers, from the given one on. */
    static List<String> numbers(int from, int count) {
        return java.util.stream.IntStream.range(from, from + count).mapToObj("+49%09d"::formatted).toList();
    }

    /** A batch's row that moves. */
    record Figures(String status, int total, int nextSeq, int open, int calling, int failed, int skipped,
            int sent,
            int pickedUp, int completed) {
    }

    /** A task's row. */
    record Task(String status, @Nullable String reason, boolean pickedUp) {
    }

    /** A due row. */
    record Due(Instant at, int seq, int no, int spent, String reason) {
    }

    /** An attempt's row. */
    record Attempt(int phase, int spent, @Nullable String outcome, @Nullable Instant answeredAt) {
    }
}
