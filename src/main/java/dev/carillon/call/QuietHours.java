package dev.carillon.call;

import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;

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
            Instant opening = nextEnd(t);
            ZoneOffsetTransition change = zone.getRules().nextTransition(t);
            // The clock may be put beyond the end, or back to before the start.
            t = change == null || opening.isBefore(change.getInstant()) ? opening : change.getInstant();
        }
        return t;
    }

    /** When the clock next shows the end if nobody puts it forward or back. */
    private Instant nextEnd(Instant time) {
        OffsetDateTime local = time.atZone(zone).toOffsetDateTime();
        OffsetDateTime today = local.with(end);
        return (today.isAfter(local) ? today : today.plusDays(1)).toInstant();
    }
}
