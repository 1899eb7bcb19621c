package dev.carillon.call;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The parts of a day over which attempts are spread: who was out in the morning may be in at night. */
enum PartOfDay {
    MORNING(LocalTime.of(9, 0), LocalTime.of(12, 0)), AFTERNOON(LocalTime.of(12, 0), LocalTime.of(17, 0)),
    EVENING(LocalTime.of(17, 0), LocalTime.of(21, 0));

    private final LocalTime start;
    private final LocalTime end;

    PartOfDay(LocalTime start, LocalTime end) {
        this.start = start;
        this.end = end;
    }

    /** The part of a time; the night belongs to none. */
    static Optional<PartOfDay> of(LocalTime time) {
        for (PartOfDay part : values()) {
            if (!time.isBefore(part.start) && time.isBefore(part.end)) {
                return Optional.of(part);
            }
        }
        return Optional.empty();
    }

    /** The first moment at or after the given one in another part of the day than an earlier moment. */
    static Instant other(Instant earlier, Instant from, ZoneId zone) {
        Optional<PartOfDay> used = of(earlier.atZone(zone).toLocalTime());
        ZonedDateTime local = from.atZone(zone);
        Optional<PartOfDay> now = of(local.toLocalTime());
        if (now.isPresent() && !now.equals(used)) {
            return from;
        }
        List<Instant> starts = new ArrayList<>();
        for (PartOfDay part : values()) {
            if (used.filter(part::equals).isEmpty()) {
                starts.add(local.toLocalDate().atTime(part.start).atZone(zone).toInstant());
                starts.add(local.toLocalDate().plusDays(1).atTime(part.start).atZone(zone).toInstant());
            }
        }
        return starts.stream().filter(s -> s.isAfter(from)).min(Comparator.naturalOrder()).orElse(from);
    }
}
