package dev.carillon.call;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * When a batch pauses by itself: a rate over a sliding span of time, and how many calls it takes to believe
 * it.
 *
 * @param percent beyond which the batch pauses; for the answer-seizure ratio, below which
 * @param minimum how many calls of those that the rate is of
 * @param window  how far back calls count, in whole minutes
 */
public record StopLoss(Measure measure, double percent, int minimum, Duration window) {

    /** At most 3 % of the calls answered by a person, over 30 days (16 CFR 310.4(b)(4)(i)). */
    public static final List<StopLoss> DEFAULT_LIVE =
            List.of(new StopLoss(Measure.ABANDON_RATE, 3, 300, Duration.ofDays(30)));

    /** What is measured. */
    public enum Measure {
        ABANDON_RATE, FAILURE_RATE, ASR_BELOW, DECLINE_RATE;

        private final String word = name().toLowerCase(Locale.ROOT);

        public String word() {
            return word;
        }
    }

    /** Why the batch is to pause: the rule and the figures; empty while it holds. */
    public Optional<String> broken(CallTally tally) {
        return switch (measure) {
            case ABANDON_RATE -> above("abandon rate", tally.abandoned(), tally.byPerson(),
                    "calls answered by a person");
            case FAILURE_RATE -> above("failure rate", tally.failed(), tally.calls(), "calls");
            case DECLINE_RATE -> above("decline rate", tally.declined(), tally.calls(), "calls");
            case ASR_BELOW -> below(tally.answered(), tally.calls());
        };
    }

    private Optional<String> above(String rate, int part, int whole, String calls) {
        return whole >= minimum && 100.0 * part > percent * whole
                ? Optional.of(said(rate, part, whole, calls) + limit() + " is the most")
                : Optional.empty();
    }

    private Optional<String> below(int part, int whole) {
        return whole >= minimum && 100.0 * part < percent * whole
                ? Optional.of(said("answer-seizure ratio", part, whole, "calls") + limit() + " is the least")
                : Optional.empty();
    }

    private String said(String rate, int part, int whole, String calls) {
        return String.format(Locale.ROOT, "%s %.1f %%: %d of %d %s within %d minutes; ", rate,
                100.0 * part / whole, part, whole, calls, window.toMinutes());
    }

    private String limit() {
        return (percent == Math.rint(percent) ? Long.toString((long) percent) : Double.toString(percent))
                + " %";
    }
}
