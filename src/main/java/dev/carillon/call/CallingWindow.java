package dev.carillon.call;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Days and hours in the called party's local time in which a call may ring (law: Window). Wall-clock times
 * follow the zone's rules: an hour that does not exist is passed over, one that comes twice is open both
 * times.
 */
public record CallingWindow(List<Span> spans) {

    /** 08:00 to 21:00 on every day: what holds for live calls as long as nobody says otherwise. */
    public static final CallingWindow DEFAULT_LIVE = new CallingWindow(
            List.of(new Span(Set.of(DayOfWeek.values()), LocalTime.of(8, 0), LocalTime.of(21, 0))));

    /** Rules repeat every week, and clocks change twice a year: what is shut for so long never opens. */
    static final Duration HORIZON = Duration.ofDays(370);

    private static final int DAYS_AHEAD = 8;

    public CallingWindow {
        spans = List.copyOf(spans);
        if (spans.isEmpty()) {
            throw new IllegalArgumentException("a calling window must have hours");
        }
    }

    /**
     * The same hours on some days of the week.
     *
     * @param end not inside; midnight is the end of the day
     */
    public record Span(Set<DayOfWeek> days, LocalTime start, LocalTime end) {

        public Span {
            days = Set.copyOf(days);
            if (days.isEmpty() || !(end.equals(LocalTime.MIDNIGHT) || start.isBefore(end))) {
                throw new IllegalArgumentException("hours of no day, or that end before they start");
            }
        }

        private boolean contains(DayOfWeek day, LocalTime time) {
            return days.contains(day) && !time.isBefore(start)
                    && (end.equals(LocalTime.MIDNIGHT) || time.isBefore(end));
        }

        private OffsetDateTime endOn(LocalDate day, ZoneOffset offset) {
            LocalDate last = end.equals(LocalTime.MIDNIGHT) ? day.plusDays(1) : day;
            return last.atTime(end).atOffset(offset);
        }
    }

    /**
     * The windows that hold for a batch's calls, all of which must be open.
     *
     * @param organization what its organisation says; null: nothing, so that live calls have
     *                     {@link #DEFAULT_LIVE}; none at all: it wants none
     * @param batch        its own, which only narrows; none at all: it has none
     */
    public static List<CallingWindow> inForce(@Nullable List<Span> organization, List<Span> batch,
            boolean sandbox) {
        var windows = new ArrayList<CallingWindow>(2);
        if (organization == null && !sandbox) {
            windows.add(DEFAULT_LIVE);
        }
        if (organization != null && !organization.isEmpty()) {
            windows.add(new CallingWindow(organization));
        }
        if (!batch.isEmpty()) {
            windows.add(new CallingWindow(batch));
        }
        return windows;
    }

    /** Whether it is open at this moment. */
    public boolean contains(Instant time, ZoneId zone) {
        return span(time.atZone(zone)).isPresent();
    }

    /**
     * The first moment at or after the given one from which it stays open for so long; empty when there is
     * none within {@link #HORIZON}.
     */
    public Optional<Instant> opening(Instant from, Duration length, ZoneId zone) {
        Instant last = from.plus(HORIZON);
        Optional<Instant> at = firstOpen(from, zone);
        while (at.isPresent() && at.get().isBefore(last)) {
            Instant shut = firstShut(at.get(), at.get().plus(length), zone);
            if (!shut.isBefore(at.get().plus(length))) {
                return at;
            }
            at = firstOpen(shut, zone);
        }
        return Optional.empty();
    }

    private Optional<Span> span(ZonedDateTime local) {
        for (Span span : spans) {
            if (span.contains(local.getDayOfWeek(), local.toLocalTime())) {
                return Optional.of(span);
            }
        }
        return Optional.empty();
    }

    /** When it shuts, having been open at {@code time}; anything after {@code until} when later than that. */
    private Instant firstShut(Instant time, Instant until, ZoneId zone) {
        Instant t = time;
        while (t.isBefore(until)) {
            ZonedDateTime local = t.atZone(zone);
            Optional<Span> span = span(local);
            if (span.isEmpty()) {
                return t;
            }
            Instant end = span.get().endOn(local.toLocalDate(), local.getOffset()).toInstant();
            t = orChange(end, t, zone);
        }
        return t;
    }

    private Optional<Instant> firstOpen(Instant time, ZoneId zone) {
        Instant t = time;
        Instant last = time.plus(Duration.ofDays(DAYS_AHEAD));
        ZonedDateTime local = t.atZone(zone);
        while (span(local).isEmpty()) {
            t = orChange(nextStart(local), t, zone);
            if (t.isAfter(last)) {
                return Optional.empty();
            }
            local = t.atZone(zone);
        }
        return Optional.of(t);
    }

    /** When a span next begins if nobody puts the clock forward or back. */
    private Instant nextStart(ZonedDateTime local) {
        for (int ahead = 0; ahead <= DAYS_AHEAD; ahead++) {
            LocalDate day = local.toLocalDate().plusDays(ahead);
            LocalTime passed = ahead == 0 ? local.toLocalTime() : null;
            LocalTime first = null;
            for (Span span : spans) {
                if (span.days.contains(day.getDayOfWeek()) && (passed == null || span.start.isAfter(passed))
                        && (first == null || span.start.isBefore(first))) {
                    first = span.start;
                }
            }
            if (first != null) {
                return day.atTime(first).atOffset(local.getOffset()).toInstant();
            }
        }
        throw new IllegalStateException("a span has a day, so it begins within eight days");
    }

    /** The given moment, or the change of the clock that comes before it. */
    private static Instant orChange(Instant then, Instant now, ZoneId zone) {
        ZoneOffsetTransition change = zone.getRules().nextTransition(now);
        return change == null || then.isBefore(change.getInstant()) ? then : change.getInstant();
    }
}
