package dev.carillon.batch;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.Admission;
import dev.carillon.call.CallingWindow;
import dev.carillon.call.CallingWindow.Span;
import dev.carillon.call.Hours;
import dev.carillon.call.QuietHours;
import dev.carillon.http.Fields;

/**
 * Whether a batch call's hours leave any time at all: its calling window, its organisation's, and its quiet
 * hours.
 *
 * @param zone         the batch call's own; null: none was given
 * @param organization what the organisation says of its hours; null: nothing
 */
record HoursTogether(List<Span> window, @Nullable QuietHours quiet, @Nullable ZoneId zone, boolean sandbox,
        @Nullable List<Span> organization) {

    private static final String WINDOW = "calling_window";

    /** As long as a call may ring. */
    private static final Duration RING = Duration.ofSeconds(30);

    private static final int WESTERNMOST = -12;
    private static final int EASTERNMOST = 14;

    /**
     * Refuses windows that are never open together in one zone, and quiet hours that cover them: in the batch
     * call's own zone where it names one, else in whichever zone the called party is.
     */
    void refuseHopeless(Fields body, Instant now) {
        List<CallingWindow> windows = CallingWindow.inForce(organization, window, sandbox);
        if (windows.isEmpty()) {
            return;
        }
        if (!opens(null, windows, ZoneOffset.UTC, now)) {
            throw body.wrong(WINDOW, "is never open together with the organization's calling window",
                    "hours of which some are the organization's, too");
        }
        if (quiet != null && zones().stream().noneMatch(z -> opens(quiet, windows, z, now))) {
            boolean named = body.has(WINDOW) && !window.isEmpty();
            throw body.wrong(named ? WINDOW : "quiet_hours",
                    named ? "is open only in the quiet hours" : "leave nothing of the calling window",
                    "hours that leave time to call in");
        }
    }

    private List<ZoneId> zones() {
        return zone != null
                ? List.of(zone)
                : IntStream.rangeClosed(WESTERNMOST, EASTERNMOST)
                        .<ZoneId>mapToObj(ZoneOffset::ofHours).toList();
    }

    private static boolean opens(@Nullable QuietHours quiet, List<CallingWindow> windows, ZoneId zone,
            Instant now) {
        return new Hours(quiet, windows, null, Map.of())
                .opening(List.of(zone), now, Admission.PLACED_WITHIN, RING).isPresent();
    }
}
