package dev.carillon.call;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * A span of each day, in a named zone, in which nothing of a batch is dialled. It may cross midnight; start
 * is inside, end is not. Wall-clock times follow the zone's rules: an hour that does not exist moves forward,
 * one that comes twice counts both times.
 */
public record QuietHours(LocalTime start, LocalTime end, ZoneId zone) {

    public QuietHours {
        if (start.equals(end)) {
            throw new IllegalArgumentException("quiet hours must not be empty");
        }
    }

    public boolean contains(Instant time) {
        LocalTime t = time.atZone(zone).toLocalTime();
        return start.isBefore(end)
                ? !t.isBefore(start) && t.isBefore(end)
                : !t.isBefore(start) || t.isBefore(end);
    }

    /** The given time when it is outside, else the first moment after it that is. */
    public Instant firstOutside(Instant time) {
        Instant t = time;
        while (contains(t)) {
            ZonedDateTime local = t.atZone(zone);
            ZonedDateTime opening = local.with(end);
            t = opening.toInstant().isAfter(t)
                    ? opening.toInstant()
                    : local.toLocalDate().plusDays(1).atTime(end).atZone(zone).toInstant();
        }
        return t;
    }
}
