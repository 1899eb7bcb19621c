package dev.carillon.callback;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.carillon.http.Fields;

/** What one request tells of a call, at least one thing, and when. */
record Told(@Nullable String classification, boolean optOut, @Nullable String disposition,
        @Nullable String note, Instant at) {

    private static final List<String> FIELDS = List.of("classification", "opt_out", "disposition", "note");
    private static final List<String> CLASSIFICATIONS = List.of(Report.VOICEMAIL, "human");
    private static final int LONGEST_DISPOSITION = 100;
    private static final int LONGEST_NOTE = 2000;

    /** A wrong name is refused: who does not want to be called again must not be lost by a slip. */
    static Told read(Fields body, Instant now) {
        body.only(FIELDS);
        var told = new Told(body.word("classification", CLASSIFICATIONS).orElse(null), optOut(body),
                body.text("disposition", 1, LONGEST_DISPOSITION).orElse(null),
                body.text("note", 1, LONGEST_NOTE).orElse(null), now);
        if (told.isNothing()) {
            throw body.wrong("body", "tells nothing", "at least one of " + String.join(", ", FIELDS));
        }
        return told;
    }

    private static boolean optOut(Fields body) {
        boolean said = body.bool("opt_out").orElse(false);
        if (!said && body.raw("opt_out").isPresent()) {
            throw body.wrong("opt_out", "false takes nothing back", "true, or absent");
        }
        return said;
    }

    boolean voicemail() {
        return Report.VOICEMAIL.equals(classification);
    }

    private boolean isNothing() {
        return classification == null && !optOut && disposition == null && note == null;
    }
}
