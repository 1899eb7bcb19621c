package dev.carillon.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.carillon.Law;
import dev.carillon.base.Chance;
import dev.carillon.call.CallingWindow.Span;

/** Open hours against a model that looks at every minute of nine days. */
@Law("Window")
class CallingWindowTest {

    private static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int DAYS = 9;
    private static final int MINUTES = DAYS * 24 * 60;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void in_every_zone_it_opens_at_the_first_minute_from_which_it_stays_open(long seed) {
        RandomGenerator random = Chance.seeded(seed);
        for (String id : ZoneId.getAvailableZoneIds().stream().sorted().toList()) {
            ZoneId zone = ZoneId.of(id);
            CallingWindow window = window(random);
            Instant from = nearAChange(zone, random);
            int length = random.nextInt(1, 40);
            BitSet open = open(window, from, zone);
            Optional<Instant> opening = window.opening(from, Duration.ofMinutes(length), zone);
            Optional<Instant> expected = firstOf(open, length).map(m -> from.plus(Duration.ofMinutes(m)));
            if (expected.isPresent()) {
                assertEquals(expected, opening, () -> id + " from " + from + ", " + window);
            } else {
                assertTrue(opening.isEmpty() || opening.get().isAfter(from.plus(Duration.ofDays(DAYS - 1))),
                        () -> id + " from " + from + ", " + window);
            }
        }
    }

    private static Optional<Integer> firstOf(BitSet open, int length) {
        for (int m = open.nextSetBit(0); m >= 0; m = open.nextSetBit(open.nextClearBit(m))) {
            int shut = open.nextClearBit(m);
            if (shut - m >= length && m + length < MINUTES) {
                return Optional.of(m);
            }
        }
        return Optional.empty();
    }

    /** Clocks are put forward and back by whole minutes in these years. */
    private static BitSet open(CallingWindow window, Instant from, ZoneId zone) {
        var open = new BitSet(MINUTES);
        for (int m = 0; m < MINUTES; m++) {
            ZonedDateTime local = from.plus(Duration.ofMinutes(m)).atZone(zone);
            int minute = local.getHour() * 60 + local.getMinute();
            for (Span span : window.spans()) {
                int end = span.end().equals(LocalTime.MIDNIGHT) ? 24 * 60 : minutes(span.end());
                if (span.days().contains(local.getDayOfWeek()) && minute >= minutes(span.start())
                        && minute < end) {
                    open.set(m);
                }
            }
        }
        return open;
    }

    private static int minutes(LocalTime time) {
        return time.getHour() * 60 + time.getMinute();
    }

    private static Instant nearAChange(ZoneId zone, RandomGenerator random) {
        Instant some = Instant.parse("2021-01-01T00:00:00Z")
                .plus(Duration.ofMinutes(random.nextInt(5 * 366 * 24 * 60)));
        ZoneOffsetTransition change = zone.getRules().nextTransition(some);
        return change == null || change.getInstant().isAfter(some.plus(Duration.ofDays(400)))
                ? some
                : change.getInstant().minus(Duration.ofMinutes(random.nextInt(3 * 24 * 60)))
                        .truncatedTo(ChronoUnit.MINUTES);
    }

    private static CallingWindow window(RandomGenerator random) {
        var spans = new ArrayList<Span>();
        int count = random.nextInt(1, 4);
        for (int i = 0; i < count; i++) {
            Set<DayOfWeek> days = EnumSet.of(DayOfWeek.of(random.nextInt(1, 8)));
            for (int d = random.nextInt(7); d > 0; d--) {
                days.add(DayOfWeek.of(random.nextInt(1, 8)));
            }
            int start = random.nextInt(24 * 60 - 1);
            int end = random.nextInt(start + 1, 24 * 60 + 1);
            spans.add(new Span(days, LocalTime.MIN.plusMinutes(start), LocalTime.MIN.plusMinutes(end)));
        }
        return new CallingWindow(spans);
    }

    private static CallingWindow daily(String start, String end) {
        return new CallingWindow(List.of(
                new Span(EnumSet.allOf(DayOfWeek.class), LocalTime.parse(start), LocalTime.parse(end))));
    }

    private static Instant vienna(String local) {
        return LocalDateTime.parse(local).atZone(VIENNA).toInstant();
    }

    @Test
    void an_hour_that_comes_twice_is_open_both_times_and_one_that_is_missing_never() {
        CallingWindow twice = daily("02:15", "02:45");
        assertTrue(twice.contains(Instant.parse("2026-10-25T00:20:00Z"), VIENNA));
        assertFalse(twice.contains(Instant.parse("2026-10-25T00:50:00Z"), VIENNA));
        assertTrue(twice.contains(Instant.parse("2026-10-25T01:20:00Z"), VIENNA));
        assertEquals(Optional.of(Instant.parse("2026-03-30T00:15:00Z")),
                twice.opening(vienna("2026-03-28T03:00"), MINUTE, VIENNA));
    }

    @Test
    void hours_that_meet_are_one() {
        CallingWindow both = new CallingWindow(List.of(
                new Span(EnumSet.of(DayOfWeek.SUNDAY), LocalTime.of(22, 0), LocalTime.MIDNIGHT),
                new Span(EnumSet.of(DayOfWeek.MONDAY), LocalTime.MIDNIGHT, LocalTime.of(1, 0))));
        Instant late = vienna("2026-03-01T23:50");
        assertEquals(Optional.of(late), both.opening(late, Duration.ofMinutes(60), VIENNA));
        assertEquals(Optional.of(vienna("2026-03-08T22:00")),
                both.opening(late, Duration.ofMinutes(80), VIENNA));
    }

    @Test
    void a_call_that_would_not_fit_waits_and_one_that_never_fits_has_no_opening() {
        CallingWindow short20 = daily("09:00", "09:20");
        assertEquals(Optional.of(vienna("2026-03-02T09:00")),
                short20.opening(vienna("2026-03-01T09:10"), Duration.ofMinutes(15), VIENNA));
        assertEquals(Optional.empty(),
                short20.opening(vienna("2026-03-01T09:00"), Duration.ofMinutes(21), VIENNA));
    }

    @Test
    void hours_without_a_day_or_that_end_before_they_start_are_no_hours() {
        assertThrows(IllegalArgumentException.class,
                () -> new Span(Set.of(), LocalTime.of(8, 0), LocalTime.of(9, 0)));
        assertThrows(IllegalArgumentException.class,
                () -> new Span(Set.of(DayOfWeek.MONDAY), LocalTime.of(9, 0), LocalTime.of(9, 0)));
        assertThrows(IllegalArgumentException.class, () -> new CallingWindow(List.of()));
    }
}
