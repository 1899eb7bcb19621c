package dev.carillon.call;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * When tasks of a batch may be dialled: outside of its quiet hours, and while every calling window is open in
 * every zone in which the called party may be (law: Window).
 *
 * @param windows      the organisation's and the batch's own; all must be open
 * @param zone         the batch's own, for wall-clock times of retries; null: the called party's
 * @param defaultZones by country, in place of the several zones that its numbers may have
 */
public record Hours(@Nullable QuietHours quiet, List<CallingWindow> windows, @Nullable ZoneId zone,
        Map<String, ZoneId> defaultZones) {

    /** At any time. */
    public static final Hours ALWAYS = new Hours(null, List.of(), null, Map.of());

    public Hours {
        windows = List.copyOf(windows);
        defaultZones = Map.copyOf(defaultZones);
    }

    /** Only the quiet hours, or none at all. */
    public static Hours of(@Nullable QuietHours quiet) {
        return new Hours(quiet, List.of(), null, Map.of());
    }

    /**
     * Where the called party may be: as the task says, else as the number tells. Empty when nobody knows.
     */
    public List<ZoneId> zones(@Nullable ZoneId task, Callee callee) {
        if (task != null) {
            return List.of(task);
        }
        List<ZoneId> known = callee.zones();
        if (known.size() == 1 || defaultZones.isEmpty()) {
            return known;
        }
        return callee.country().map(defaultZones::get).map(List::of).orElse(known);
    }

    /**
     * The first moment at or after the given one at which a call may be placed that is placed within
     * {@code late} and rings for {@code ring}; empty when that never comes.
     */
    public Optional<Instant> opening(List<ZoneId> zones, Instant from, Duration late, Duration ring) {
        Instant last = from.plus(CallingWindow.HORIZON);
        Instant t = from;
        Instant before = null;
        while (!t.equals(before) && t.isBefore(last)) {
            before = t;
            t = outsideQuiet(t, late);
            for (CallingWindow window : windows) {
                for (ZoneId zone : zones) {
                    Optional<Instant> open = window.opening(t, late.plus(ring), zone);
                    if (open.isEmpty()) {
                        return Optional.empty();
                    }
                    t = open.get();
                }
            }
        }
        return t.isBefore(last) ? Optional.of(t) : Optional.empty();
    }

    /** In which wall-clock times are meant: the batch's zone if it has one, else the called party's. */
    public ZoneId clock(@Nullable ZoneId task, Callee callee) {
        return zone != null ? zone : zones(task, callee).stream().findFirst().orElse(ZoneOffset.UTC);
    }

    /**
     * When a retry may be claimed; hours that never come, and a zone nobody knows, are for the claim to tell.
     */
    public Instant openingOfRetry(@Nullable ZoneId task, Callee callee, Instant from) {
        List<ZoneId> in = windows.isEmpty() ? List.of() : zones(task, callee);
        return opening(in, from, Admission.PLACED_WITHIN, Duration.ZERO).orElse(from);
    }

    private Instant outsideQuiet(Instant from, Duration late) {
        if (quiet == null) {
            return from;
        }
        Instant placed = quiet.contains(from) ? from : from.plus(late);
        return quiet.contains(placed) ? quiet.firstOutside(placed) : from;
    }
}
