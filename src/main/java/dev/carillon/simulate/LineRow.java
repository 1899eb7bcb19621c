package dev.carillon.simulate;

import java.time.Instant;

/** A number that is on the line. */
record LineRow(BatchRow batch, TaskRow task, AttemptRow attempt) {

    Instant deadline() {
        return attempt.opening.lastDeadline();
    }

    long node() {
        return attempt.opening.node();
    }
}
