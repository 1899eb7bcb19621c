package dev.carillon.dial;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.carillon.dial.Claim.Candidate;
import dev.carillon.dial.Claim.Decision;

/**
 * The batches of one claim, each call of theirs in its fair turn, so that what they share goes round (law:
 * Progress). Used once; not thread-safe.
 */
final class Turns {

    private final Map<Long, Seat> seats = new LinkedHashMap<>();

    private record Seat(FairShare.Place place, BatchTurn turn) {
    }

    void add(long batchId, FairShare.Place place) {
        seats.put(batchId, new Seat(place, new BatchTurn()));
    }

    void add(Candidate candidate) {
        seat(candidate.batch().batchId()).turn.add(candidate);
    }

    /** How the batch fared. */
    BatchTurn turn(long batchId) {
        return seat(batchId).turn;
    }

    private Seat seat(long batchId) {
        Seat seat = seats.get(batchId);
        if (seat == null) {
            throw new IllegalStateException("a batch that was not asked for: " + batchId);
        }
        return seat;
    }

    /** Whose turn it is; null: nobody has anything left that a limit allows. */
    @Nullable BatchTurn next() {
        Seat first = null;
        for (Seat seat : seats.values()) {
            if (seat.turn.next() != null && (first == null || seat.place.before(first.place))) {
                first = seat;
            }
        }
        return first == null ? null : first.turn;
    }

    /** What became of a candidate: its batch has used a part of its share. */
    void decided(Decision decision) {
        Seat seat = seat(decision.candidate().batch().batchId());
        seat.turn.decided(decision);
        seat.place.served();
    }
}
