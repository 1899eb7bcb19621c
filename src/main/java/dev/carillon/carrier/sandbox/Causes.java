package dev.carillon.carrier.sandbox;

import java.util.EnumMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.Cause;
import dev.carillon.call.Outcome;

/**
 * What a telephone network would say of each outcome; of one that a network does not bring about, nothing.
 */
final class Causes {

    private static final String REDRESS = "https://redress.example.com/";
    private static final Map<Outcome, Cause> ALL = new EnumMap<>(Map.ofEntries(
            Map.entry(Outcome.NO_ANSWER, new Cause(480, 19, "No answer from user")),
            Map.entry(Outcome.BUSY, new Cause(486, 17, "Busy Here")),
            Map.entry(Outcome.DECLINED, new Cause(603, 21, "Decline")),
            Map.entry(Outcome.INVALID_NUMBER, new Cause(404, 1, "Not Found")),
            Map.entry(Outcome.BLOCKED_BY_NETWORK, new Cause(608, 0, "Rejected", REDRESS)),
            Map.entry(Outcome.BLOCKED_BY_CALLEE, new Cause(607, 0, "Unwanted")),
            Map.entry(Outcome.MEDIA_MISMATCH, new Cause(488, 88, "Not Acceptable Here")),
            Map.entry(Outcome.CONGESTION, new Cause(503, 34, "Service Unavailable")),
            Map.entry(Outcome.TRUNK_UNREACHABLE, new Cause(0, 0, "no answer from the trunk")),
            Map.entry(Outcome.TRUNK_CONFIG, new Cause(403, 0, "Forbidden")),
            Map.entry(Outcome.FAILED, new Cause(400, 127, "Bad Request"))));

    private Causes() {
    }

    static @Nullable Cause of(Outcome outcome) {
        return ALL.get(outcome);
    }
}
