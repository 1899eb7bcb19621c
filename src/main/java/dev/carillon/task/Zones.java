package dev.carillon.task;

import java.time.ZoneId;
import java.util.Optional;

import dev.carillon.http.Fields;
import dev.carillon.http.Form;

/** Reads time zones by their names in the IANA database; offsets and abbreviations are not names. */
public final class Zones {

    private static final Form FORM =
            new Form("is not a known time zone", "an IANA name such as Europe/Vienna",
                    ZoneId.getAvailableZoneIds()::contains);

    private Zones() {
    }

    public static Optional<ZoneId> read(Fields fields, String name) {
        return fields.text(name, FORM).map(ZoneId::of);
    }
}
