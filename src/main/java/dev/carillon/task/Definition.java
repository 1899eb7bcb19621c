package dev.carillon.task;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.BatchStatus;

/** What a task has from its batch call. */
record Definition(long batchId, BatchStatus status, String fromNumber, @Nullable String agentId,
        int maxAttempts, Duplicates duplicates, boolean sandbox) {

    NewTask.Home home() {
        return new NewTask.Home(fromNumber, agentId);
    }

    /** Whether what new tasks were checked against is still so. */
    boolean sameRules(Definition other) {
        return home().equals(other.home()) && maxAttempts == other.maxAttempts
                && duplicates == other.duplicates;
    }
}
