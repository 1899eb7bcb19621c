package dev.carillon.list;

import java.time.Duration;

import dev.carillon.base.Refusal;
import dev.carillon.base.Timeline;

/** Until when something must be over. */
record Deadline(Timeline timeline, long nanos, Duration patience) {

    static Deadline in(Timeline timeline, Duration patience) {
        return new Deadline(timeline, timeline.nanos() + patience.toNanos(), patience);
    }

    /** What is left of the time; a refusal when nothing is. */
    Duration left() {
        long left = nanos - timeline.nanos();
        if (left <= 0) {
            throw passed();
        }
        return Duration.ofNanos(left);
    }

    boolean isPassed() {
        return timeline.nanos() - nanos >= 0;
    }

    /** A refusal when nothing is left. */
    void keep() {
        if (isPassed()) {
            throw passed();
        }
    }

    Refusal passed() {
        return Refusal.retryable(Refusal.Code.UNAVAILABLE,
                "this would take longer than " + patience.toSeconds() + " s at this moment", 5);
    }
}
