package dev.carillon.http;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

import dev.carillon.call.CallingWindow.Span;

/**
 * A calling window as requests and answers have it: {@code {"enabled": true, "hours": [{"days": ["monday"],
 * "start_time": "08:00", "end_time": "21:00"}]}}.
 */
public final class CallingWindowField {

    private static final int MOST_SPANS = 50;
    private static final String TIME = "HH:MM, 00:00 to 23:59";
    private static final String END = "HH:MM after start_time; 00:00 is the end of the day";
    private static final Form FORM = new Form("is not a time of day", TIME,
            Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9]").asMatchPredicate());
    private static final Map<String, DayOfWeek> DAYS = Arrays.stream(DayOfWeek.values())
            .collect(Collectors.toMap(CallingWindowField::word, d -> d, (a, _) -> a, LinkedHashMap::new));

    private CallingWindowField() {
    }

    /**
     * The hours, as many as 50; none at all when they are turned off; empty when the field is absent or null.
     * Given without {@code enabled} they hold. What {@link #write} wrote is read as it was.
     */
    public static Optional<List<Span>> read(Fields body, String name) {
        return body.object(name).map(f -> {
            boolean enabled = f.bool("enabled").orElse(true);
            Optional<List<Span>> hours = f.objects("hours", enabled ? 1 : 0, MOST_SPANS)
                    .map(all -> all.stream().map(CallingWindowField::span).toList());
            return enabled
                    ? hours.orElseThrow(f.missing("hours", "an array of 1 to " + MOST_SPANS))
                    : List.of();
        });
    }

    /** Writes it as a property: null for null, turned off for no hours. */
    public static void write(JsonGenerator json, String name, @Nullable List<Span> spans) {
        if (spans == null) {
            json.writeNullProperty(name);
            return;
        }
        json.writeObjectPropertyStart(name);
        json.writeBooleanProperty("enabled", !spans.isEmpty());
        json.writeArrayPropertyStart("hours");
        spans.forEach(span -> write(json, span));
        json.writeEndArray();
        json.writeEndObject();
    }

    private static Span span(Fields f) {
        Set<DayOfWeek> days = f.words("days", DAYS.keySet())
                .map(words -> words.stream().map(DAYS::get).collect(Collectors.toSet()))
                .orElse(EnumSet.allOf(DayOfWeek.class));
        LocalTime start = time(f, "start_time");
        LocalTime end = time(f, "end_time");
        if (!end.equals(LocalTime.MIDNIGHT) && !end.isAfter(start)) {
            throw f.wrong("end_time", "is not after start_time", END);
        }
        return new Span(days, start, end);
    }

    private static LocalTime time(Fields f, String name) {
        return f.text(name, FORM).map(LocalTime::parse).orElseThrow(f.missing(name, TIME));
    }

    private static void write(JsonGenerator json, Span span) {
        json.writeStartObject();
        json.writeArrayPropertyStart("days");
        span.days().stream().sorted(Comparator.naturalOrder()).forEach(day -> json.writeString(word(day)));
        json.writeEndArray();
        json.writeStringProperty("start_time", span.start().toString());
        json.writeStringProperty("end_time", span.end().toString());
        json.writeEndObject();
    }

    private static String word(DayOfWeek day) {
        return day.name().toLowerCase(Locale.ROOT);
    }
}
