package dev.carillon.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.carillon.Law;
import dev.carillon.base.Chance;

/** Quiet hours and windows together, in every zone in which the called party may be. */
@Law("Window")
class HoursTest {

    private static final Callee MOSCOW_OR_VLADIVOSTOK = new Callee("+79161234567");
    private static final Callee BERLIN = new Callee("+493012345678");
    private static final Callee NOWHERE = new Callee("+99980000000");
    private static final Duration LATE = Duration.ofMillis(500);
    private static final Duration RING = Duration.ofSeconds(30);
    private static final List<String> ZONES = ZoneId.getAvailableZoneIds().stream().sorted().toList();

    private static CallingWindow daily(LocalTime start, LocalTime end) {
        return new CallingWindow(List.of(
                new CallingWindow.Span(EnumSet.allOf(DayOfWeek.class), start, end)));
    }

    private static Hours hours(@Nullable QuietHours quiet, List<CallingWindow> windows) {
        return new Hours(quiet, windows, null, Map.of());
    }

    @Test
    void a_task_says_where_its_person_is_else_the_number_does() {
        assertEquals(List.of(ZoneId.of("Asia/Tokyo")),
                Hours.ALWAYS.zones(ZoneId.of("Asia/Tokyo"), BERLIN));
        assertEquals(List.of(ZoneId.of("Europe/Berlin")), Hours.ALWAYS.zones(null, BERLIN));
        assertTrue(Hours.ALWAYS.zones(null, MOSCOW_OR_VLADIVOSTOK).size() > 5);
        assertEquals(List.of(), Hours.ALWAYS.zones(null, NOWHERE));
    }

    @Test
    void a_default_zone_of_a_country_takes_the_place_of_its_several_zones() {
        ZoneId moscow = ZoneId.of("Europe/Moscow");
        var hours = new Hours(null, List.of(), null, Map.of("RU", moscow, "DE", moscow));
        assertEquals(List.of(moscow), hours.zones(null, MOSCOW_OR_VLADIVOSTOK));
        assertEquals(List.of(ZoneId.of("Europe/Berlin")), hours.zones(null, BERLIN));
    }

    /** From 9 in the west until 21 in the far east, nine hours ahead of Kaliningrad's noon. */
    @Test
    void with_several_zones_it_is_open_only_when_it_is_in_all_of_them() {
        List<ZoneId> zones = List.of(ZoneId.of("Europe/Kaliningrad"), ZoneId.of("Asia/Kamchatka"));
        Hours hours = hours(null, List.of(daily(LocalTime.of(8, 0), LocalTime.of(21, 0))));
        Instant opening = hours.opening(zones, Instant.parse("2026-03-01T12:00:00Z"), LATE, RING)
                .orElseThrow();
        assertEquals(Instant.parse("2026-03-02T06:00:00Z"), opening);
    }

    @Test
    void windows_that_are_never_open_together_have_no_opening() {
        Hours hours = hours(null, List.of(daily(LocalTime.of(8, 0), LocalTime.of(12, 0)),
                daily(LocalTime.of(12, 0), LocalTime.of(20, 0))));
        assertEquals(Optional.empty(), hours.opening(List.of(ZoneId.of("Europe/Berlin")),
                Instant.parse("2026-03-01T12:00:00Z"), LATE, RING));
    }

    @Test
    void the_whole_ring_must_fit_before_the_window_shuts() {
        Hours hours = hours(null, List.of(daily(LocalTime.of(8, 0), LocalTime.of(21, 0))));
        List<ZoneId> utc = List.of(ZoneId.of("UTC"));
        Instant last = Instant.parse("2026-03-01T21:00:00Z").minus(LATE).minus(RING);
        assertEquals(Optional.of(last), hours.opening(utc, last, LATE, RING));
        assertEquals(Optional.of(Instant.parse("2026-03-02T08:00:00Z")),
                hours.opening(utc, last.plusMillis(1), LATE, RING));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void an_opening_obeys_every_rule_and_no_moment_before_it_does(long seed) {
        RandomGenerator random = Chance.seeded(seed);
        for (int i = 0; i < 60; i++) {
            List<ZoneId> zones = new ArrayList<>();
            for (int z = random.nextInt(1, 4); z > 0; z--) {
                zones.add(ZoneId.of(ZONES.get(random.nextInt(ZONES.size()))));
            }
            Hours hours = hours(quiet(random), List.of(window(random), window(random)));
            Instant from = Instant.parse("2026-01-01T00:00:00Z")
                    .plus(Duration.ofMinutes(random.nextInt(366 * 24 * 60)));
            Optional<Instant> opening = hours.opening(zones, from, LATE, RING);
            opening.ifPresent(at -> assertTrue(allowed(hours, zones, at), () -> hours + " at " + at));
            Instant end = opening.orElse(from.plus(Duration.ofDays(8)));
            for (Instant t = from; t.isBefore(end); t = t.plus(Duration.ofMinutes(1))) {
                Instant tried = t;
                assertFalse(allowed(hours, zones, t), () -> hours + " at " + tried + ", not " + opening);
            }
        }
    }

    /** Every second of the ring, read off the clock on the wall. */
    private static boolean allowed(Hours hours, List<ZoneId> zones, Instant at) {
        QuietHours quiet = hours.quiet();
        if (quiet != null && (quiet.contains(at) || quiet.contains(at.plus(LATE)))) {
            return false;
        }
        for (ZoneId zone : zones) {
            for (CallingWindow window : hours.windows()) {
                for (long s : new long[]{0, 10, 20, 30}) {
                    if (!window.contains(at.plusSeconds(s), zone)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private static @Nullable QuietHours quiet(RandomGenerator random) {
        int start = random.nextInt(24 * 60);
        return random.nextInt(3) == 0
                ? null
                : new QuietHours(LocalTime.MIN.plusMinutes(start),
                        LocalTime.MIN.plusMinutes((start + random.nextInt(1, 12 * 60)) % (24 * 60)),
                        ZoneId.of(ZONES.get(random.nextInt(ZONES.size()))));
    }

    private static CallingWindow window(RandomGenerator random) {
        int start = random.nextInt(12 * 60);
        return daily(LocalTime.MIN.plusMinutes(start),
                LocalTime.MIN.plusMinutes(random.nextInt(start + 4 * 60, 24 * 60)));
    }
}
