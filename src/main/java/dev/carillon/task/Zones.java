package dev.carillon.task;

import java.time.ZoneId;
import java.util.Optional;

import dev.carillon.http.Fields;

/** Reads time zones by their names in the IANA database; offsets and abbreviations are not names. */
public final class Zones {

    private static final int LONGEST = 64;

    private Zones() {
    }

    public static Optional<ZoneId> read(Fields fields, String name) {
        return fields.text(name, 1, LONGEST).map(text -> {
            if (!ZoneId.getAvailableZoneIds().contains(text)) {
                throw fields.wrong(name, "is not a known time zone", "an IANA name such as Europe/Vienna");
            }
            return ZoneId.of(text);
        });
    }
}
