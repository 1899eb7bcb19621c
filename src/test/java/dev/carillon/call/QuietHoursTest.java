package dev.carillon.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.random.RandomGenerator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.carillon.base.Chance;

class QuietHoursTest {

    private static final int DRAWS = 600;
    private static final int MINUTES_A_DAY = 24 * 60;

    @ParameterizedTest
    @CsvSource({"22:00,08:00,21:59:59,false", "22:00,08:00,22:00:00,true", "22:00,08:00,00:00:00,true",
            "22:00,08:00,07:59:59,true", "22:00,08:00,08:00:00,false", "12:00,13:00,11:59:59,false",
            "12:00,13:00,12:00:00,true", "12:00,13:00,12:59:59,true", "12:00,13:00,13:00:00,false",
            "00:00,08:00,00:00:00,true", "22:00,00:00,23:59:59,true", "22:00,00:00,00:00:00,false"})
    void the_start_is_inside_and_the_end_is_not(String start, String end, String time, boolean inside) {
        assertEquals(inside, quiet(start, end, "UTC").contains(Instant.parse("2026-02-03T" + time + "Z")));
    }

    @ParameterizedTest
    @CsvSource({
            // An ordinary night, and a time that is outside already.
            "Europe/Berlin 22:00 08:00,2026-02-03T23:00+01:00,2026-02-04T08:00+01:00",
            "Europe/Berlin 22:00 08:00,2026-02-03T05:00+01:00,2026-02-03T08:00+01:00",
            "Europe/Berlin 22:00 08:00,2026-02-03T12:00+01:00,2026-02-03T12:00+01:00",
            // Berlin, 29 March: 02:00 becomes 03:00.
            "Europe/Berlin 22:00 08:00,2026-03-28T23:00+01:00,2026-03-29T08:00+02:00",
            "Europe/Berlin 22:00 02:30,2026-03-29T01:00+01:00,2026-03-29T03:00+02:00",
            "Europe/Berlin 02:30 05:00,2026-03-29T03:00+02:00,2026-03-29T05:00+02:00",
            "Europe/Berlin 02:10 02:50,2026-03-29T01:59+01:00,2026-03-29T01:59+01:00",
            // Berlin, 25 October: 03:00 becomes 02:00.
            "Europe/Berlin 22:00 08:00,2026-10-24T23:00+02:00,2026-10-25T08:00+01:00",
            "Europe/Berlin 22:00 02:30,2026-10-25T02:00+02:00,2026-10-25T02:30+02:00",
            "Europe/Berlin 22:00 02:30,2026-10-25T02:10+01:00,2026-10-25T02:30+01:00",
            "Europe/Berlin 02:30 01:00,2026-10-25T02:40+02:00,2026-10-25T02:00+01:00",
            "Europe/Berlin 02:30 04:00,2026-10-25T02:40+01:00,2026-10-25T04:00+01:00",
            // New York, 8 March and 1 November.
            "America/New_York 21:00 02:30,2026-03-08T01:00-05:00,2026-03-08T03:00-04:00",
            "America/New_York 21:00 09:00,2026-03-08T01:00-05:00,2026-03-08T09:00-04:00",
            "America/New_York 21:00 01:30,2026-11-01T01:10-05:00,2026-11-01T01:30-05:00",
            "America/New_York 01:30 23:00,2026-11-01T01:45-04:00,2026-11-01T01:00-05:00",
            // Lord Howe goes by half an hour: 4 October forward at 02:00, 5 April back at 02:00.
            "Australia/Lord_Howe 22:00 02:15,2026-10-04T01:00+10:30,2026-10-04T02:30+11:00",
            "Australia/Lord_Howe 22:00 01:40,2026-04-05T01:35+10:30,2026-04-05T01:40+10:30",
            "Australia/Lord_Howe 01:45 01:00,2026-04-05T01:50+11:00,2026-04-05T01:30+10:30"})
    void the_first_moment_outside(String hours, OffsetDateTime from, OffsetDateTime first) {
        assertEquals(first.toInstant(), quiet(hours).firstOutside(from.toInstant()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe",
            "Asia/Kathmandu",
            "Africa/Casablanca", "America/St_Johns", "Pacific/Apia"})
    void until_the_first_moment_outside_every_minute_is_inside(String zone) {
        RandomGenerator random = Chance.seeded(zone.hashCode());
        for (int i = 0; i < DRAWS; i++) {
            var quiet = new QuietHours(minute(random.nextInt(MINUTES_A_DAY / 5) * 5),
                    minute(random.nextInt(MINUTES_A_DAY / 5) * 5 + 1), ZoneId.of(zone));
            Instant from = near(ZoneId.of(zone), random);
            Instant first = quiet.firstOutside(from);
            assertFalse(quiet.contains(first), () -> quiet + " from " + from);
            for (Instant t = from; t.isBefore(first); t = t.truncatedTo(ChronoUnit.MINUTES).plusSeconds(60)) {
                Instant inside = t;
                assertTrue(quiet.contains(inside), () -> quiet + " from " + from + " is open at " + inside);
            }
            assertTrue(Duration.between(from, first).compareTo(Duration.ofHours(49)) < 0);
        }
    }

    @Test
    void equal_ends_are_refused() {
        assertThrows(IllegalArgumentException.class, () -> quiet("08:00", "08:00", "UTC"));
    }

    /** A moment within two days of one at which the clock is changed, where there is one. */
    private static Instant near(ZoneId zone, RandomGenerator random) {
        Instant time = Instant.parse("2011-01-01T00:00:00Z").plusSeconds(random.nextInt(500_000_000));
        var change = zone.getRules().nextTransition(time);
        Instant middle = change == null ? time : change.getInstant();
        return middle.plusSeconds(random.nextInt(-2 * 86_400, 86_400));
    }

    private static LocalTime minute(int ofDay) {
        return LocalTime.ofSecondOfDay(ofDay % MINUTES_A_DAY * 60L);
    }

    /** Of the form "zone HH:MM HH:MM". */
    private static QuietHours quiet(String hours) {
        int space = hours.indexOf(' ');
        return quiet(hours.substring(space + 1, space + 6), hours.substring(space + 7),
                hours.substring(0, space));
    }

    private static QuietHours quiet(String start, String end, String zone) {
        return new QuietHours(LocalTime.parse(start), LocalTime.parse(end), ZoneId.of(zone));
    }
}
