package dev.carillon.ledger;

import dev.carillon.call.TaskStatus;

/** What a record adds to one batch's figures. */
final class Tally {

    final long batchId;
    int pickedUp;
    int completed;
    int failed;
    int skipped;
    int ended;

    Tally(long batchId) {
        this.batchId = batchId;
    }

    long batchId() {
        return batchId;
    }

    /** A task of the batch has come to its end. */
    void over(TaskStatus status) {
        switch (status) {
            case COMPLETED -> completed++;
            case FAILED -> failed++;
            case SKIPPED -> skipped++;
            case PENDING, CALLING -> throw new IllegalArgumentException("not an end: " + status);
        }
    }
}
