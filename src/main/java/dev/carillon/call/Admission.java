package dev.carillon.call;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/** Whether a task may be dialled at this moment: a flat list of rules, the first that objects decides. */
public final class Admission {

    /**
     * What may be dialled now may be placed this much later; then it must still be outside of quiet hours.
     */
    public static final Duration PLACED_WITHIN = Duration.ofMillis(500);

    private static final Duration BUSY_WAIT = Duration.ofSeconds(5);

    private Admission() {
    }

    /**
     * Decides by the batch's and the task's own rules. A task that would wait beyond its batch's end is
     * expired now.
     */
    public static Verdict decide(BatchCall batch, Task task, Instant now) {
        Verdict verdict = rules(batch, task, now);
        return verdict instanceof Verdict.Later later && expired(batch, later.at())
                ? new Verdict.Never(Reason.EXPIRED)
                : verdict;
    }

    private static Verdict rules(BatchCall batch, Task task, Instant now) {
        if (expired(batch, now)) {
            return new Verdict.Never(Reason.EXPIRED);
        }
        if (task.suppressed()) {
            return new Verdict.Never(Reason.DO_NOT_CALL);
        }
        if (task.notBefore() != null && task.notBefore().isAfter(now)) {
            return new Verdict.Later(task.notBefore(), Reason.NOT_BEFORE);
        }
        Instant opening = opening(batch.quietHours(), now);
        if (opening.isAfter(now)) {
            return new Verdict.Later(opening, Reason.OUTSIDE_WINDOW);
        }
        if (task.numberBusy()) {
            return new Verdict.Later(now.plus(BUSY_WAIT), Reason.NUMBER_BUSY);
        }
        return new Verdict.Dial();
    }

    /** The given time when these hours allow a call then, else the first after it when they do. */
    public static Instant opening(@Nullable QuietHours quiet, Instant now) {
        if (quiet == null) {
            return now;
        }
        Instant placed = quiet.contains(now) ? now : now.plus(PLACED_WITHIN);
        return quiet.contains(placed) ? quiet.firstOutside(placed) : now;
    }

    private static boolean expired(BatchCall batch, Instant time) {
        return batch.expiresAt() != null && !time.isBefore(batch.expiresAt());
    }
}
