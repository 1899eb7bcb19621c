package dev.carillon.simulate;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.BatchStatus;
import dev.carillon.call.Outcome;
import dev.carillon.call.Reason;
import dev.carillon.call.TaskStatus;

/** What was seen of a batch when it was last looked at. */
final class Shadow {

    int sent;
    int pickedUp;
    int completed;
    BatchStatus status = BatchStatus.DRAFT;
    @Nullable Reason reason;
    long statusSince;
    final List<TaskShadow> tasks = new ArrayList<>();
    /** The ends that were seen, in their order. */
    final List<Ended> ended = new ArrayList<>();
    /** The definitions that were in force, the latest last. */
    final List<Version> versions = new ArrayList<>(2);

    /** An attempt's end, and when it was seen. */
    record Ended(long seen, AttemptRow attempt) {
    }

    /** A definition, and since when it is in force. */
    record Version(long since, BatchPlan plan) {
    }

    /** What was seen of a task. */
    static final class TaskShadow {

        TaskStatus status = TaskStatus.PENDING;
        int attempts;
        int lastPhase = 4;
        @Nullable Outcome lastOutcome;
        @Nullable DueRow due;
        int placed;
    }

    TaskShadow task(int seq) {
        while (tasks.size() <= seq) {
            tasks.add(new TaskShadow());
        }
        return tasks.get(seq);
    }

    /** The definitions that somebody could still go by who learns of changes within a while. */
    List<BatchPlan> inForce(long now, long grace) {
        var plans = new ArrayList<BatchPlan>(2);
        for (int i = versions.size() - 1; i >= 0; i--) {
            plans.add(versions.get(i).plan());
            if (versions.get(i).since() <= now - grace) {
                break;
            }
        }
        return plans;
    }
}
