package dev.carillon.simulate;

import java.time.Instant;

import dev.carillon.call.Reason;

/**
 * What is later, with its reason.
 *
 * @param no    the number of the next attempt
 * @param spent what the attempts before it have used of the budget
 */
public record DueRow(Instant at, int seq, int no, int spent, Reason reason) implements Comparable<DueRow> {

    @Override
    public int compareTo(DueRow other) {
        int byTime = at.compareTo(other.at);
        return byTime != 0 ? byTime : Integer.compare(seq, other.seq);
    }
}
