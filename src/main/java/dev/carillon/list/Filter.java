package dev.carillon.list;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

import dev.carillon.call.BatchStatus;
import dev.carillon.call.PhoneNumber;
import dev.carillon.http.Fields;
import dev.carillon.http.Json;

/**
 * Which batch calls are wanted: those that every criterion lets through. Of a list one value must fit; an
 * empty list lets everything through. Statuses are lower case, and no value stands twice.
 *
 * @param names parts of names, in any case
 */
record Filter(List<String> statuses, List<String> agentIds, List<String> names, List<String> fromNumbers,
        Span created, Span scheduled) {

    private static final int MOST_VALUES = 100;
    private static final int LONGEST = 255;

    static final Filter NONE =
            new Filter(List.of(), List.of(), List.of(), List.of(), Span.EVER, Span.EVER);

    /**
     * From a moment on and before another.
     *
     * @param after  the first moment of it
     * @param before the first moment after it
     */
    record Span(@Nullable Instant after, @Nullable Instant before) {

        static final Span EVER = new Span(null, null);

        private static Span read(Fields criteria, String name) {
            return new Span(criteria.instant(name + "_after").orElse(null),
                    criteria.instant(name + "_before").orElse(null));
        }

        private void write(JsonGenerator json, String name) {
            if (after != null) {
                Json.seconds(json, name + "_after", after);
            }
            if (before != null) {
                Json.seconds(json, name + "_before", before);
            }
        }
    }

    static Filter read(Fields criteria) {
        return new Filter(statuses(criteria), texts(criteria, "agent_id"), texts(criteria, "name"),
                numbers(criteria), Span.read(criteria, "created"), Span.read(criteria, "scheduled"));
    }

    /** Writes the criteria that are in force, between the braces of an object. */
    void write(JsonGenerator json) {
        write(json, "status", statuses);
        write(json, "agent_id", agentIds);
        write(json, "name", names);
        write(json, "from_number", fromNumbers);
        created.write(json, "created");
        scheduled.write(json, "scheduled");
    }

    private static void write(JsonGenerator json, String name, List<String> values) {
        if (!values.isEmpty()) {
            json.writeArrayPropertyStart(name);
            values.forEach(json::writeString);
            json.writeEndArray();
        }
    }

    private static List<String> texts(Fields criteria, String name) {
        return criteria.texts(name, MOST_VALUES, LONGEST).orElse(List.of()).stream().distinct().toList();
    }

    private static List<String> statuses(Fields criteria) {
        List<String> asked = criteria.texts("status", MOST_VALUES, LONGEST).orElse(List.of());
        var words = new ArrayList<String>(asked.size());
        for (String word : asked) {
            words.add(BatchStatus.of(word).map(BatchStatus::word)
                    .orElseThrow(() -> criteria.wrong("status[" + asked.indexOf(word) + "]",
                            "is no status", statusWords())));
        }
        return words.stream().distinct().toList();
    }

    private static List<String> numbers(Fields criteria) {
        List<String> asked = criteria.texts("from_number", MOST_VALUES, LONGEST).orElse(List.of());
        for (String number : asked) {
            if (!PhoneNumber.looksRight(number)) {
                throw criteria.wrong("from_number[" + asked.indexOf(number) + "]",
                        "is not a telephone number", PhoneNumber.ALLOWED);
            }
        }
        return asked.stream().distinct().toList();
    }

    private static String statusWords() {
        return String.join(", ", Arrays.stream(BatchStatus.values()).map(BatchStatus::word).toList());
    }
}
