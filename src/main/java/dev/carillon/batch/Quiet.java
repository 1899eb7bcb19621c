package dev.carillon.batch;

import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.QuietHours;
import dev.carillon.http.Fields;
import dev.carillon.http.Form;
import dev.carillon.task.Zones;

/** Reads {@code quiet_hours}. */
final class Quiet {

    private static final String ALLOWED = "HH:MM, 00:00 to 23:59";
    private static final Form FORM = new Form("is not a time of day", ALLOWED,
            Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9]").asMatchPredicate());

    private Quiet() {
    }

    /**
     * The hours, or null when there are none. Given without {@code enabled} they hold: nobody sends hours in
     * vain. What is absent in them stays as it was.
     *
     * @param batchZone theirs when they name none
     */
    static @Nullable QuietHours read(Fields body, ZoneId batchZone, @Nullable QuietHours before) {
        return body.object("quiet_hours").flatMap(f -> hours(f, batchZone, before)).orElse(null);
    }

    private static Optional<QuietHours> hours(Fields f, ZoneId batchZone, @Nullable QuietHours before) {
        boolean enabled = f.bool("enabled").orElse(true);
        Optional<LocalTime> start = kept(f, "start_time", before == null ? null : before.start());
        Optional<LocalTime> end = kept(f, "end_time", before == null ? null : before.end());
        ZoneId zone = Zones.read(f, "timezone")
                .orElse(before == null || f.has("timezone") ? batchZone : before.zone());
        if (start.isPresent() && start.equals(end)) {
            throw f.wrong("end_time", "is the same as start_time", "another time than start_time");
        }
        return enabled
                ? Optional.of(new QuietHours(start.orElseThrow(f.missing("start_time", ALLOWED)),
                        end.orElseThrow(f.missing("end_time", ALLOWED)), zone))
                : Optional.empty();
    }

    private static Optional<LocalTime> kept(Fields f, String name, @Nullable LocalTime before) {
        return f.has(name) ? time(f, name) : Optional.ofNullable(before);
    }

    private static Optional<LocalTime> time(Fields f, String name) {
        return f.text(name, FORM).map(LocalTime::parse);
    }
}
