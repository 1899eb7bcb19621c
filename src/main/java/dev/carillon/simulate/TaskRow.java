package dev.carillon.simulate;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.Callee;
import dev.carillon.call.Reason;
import dev.carillon.call.TaskStatus;

/** One recipient of a batch, with its attempts and what it waits for. */
final class TaskRow {

    final int seq;
    final Line line;
    final Callee callee;
    int budget;
    @Nullable String agentId;
    @Nullable ZoneId timezone;
    @Nullable Instant notBefore;
    TaskStatus status = TaskStatus.PENDING;
    @Nullable Reason reason;
    boolean pickedUp;
    @Nullable DueRow due;
    final List<AttemptRow> attempts = new ArrayList<>(2);

    TaskRow(int seq, Line line, Callee callee, int budget) {
        this.seq = seq;
        this.line = line;
        this.callee = callee;
        this.budget = budget;
    }

    boolean pending() {
        return status == TaskStatus.PENDING;
    }
}
