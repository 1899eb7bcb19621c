package dev.carillon.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonGenerator;

import dev.carillon.base.Refusal;
import dev.carillon.call.CallingWindow.Span;

class CallingWindowFieldTest {

    private static Optional<List<Span>> read(String window) {
        String body = "{\"calling_window\": " + window + "}";
        return CallingWindowField.read(Fields.of(Json.read(body.getBytes(StandardCharsets.UTF_8))),
                "calling_window");
    }

    private static String written(@Nullable List<Span> spans) {
        var out = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.generator(out)) {
            json.writeStartObject();
            CallingWindowField.write(json, "w", spans);
            json.writeEndObject();
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void days_that_are_not_named_are_all_days() {
        assertEquals(Optional.of(List.of(
                new Span(Set.of(DayOfWeek.SATURDAY), LocalTime.of(10, 0), LocalTime.MIDNIGHT),
                new Span(Set.of(DayOfWeek.values()), LocalTime.of(8, 30), LocalTime.of(8, 31)))),
                read("""
                        {"hours": [{"days": ["saturday"], "start_time": "10:00", "end_time": "00:00"},
                                   {"start_time": "08:30", "end_time": "08:31"}]}"""));
    }

    @Test
    void turned_off_is_no_hours_and_null_is_nothing_said() {
        assertEquals(Optional.of(List.of()), read("{\"enabled\": false}"));
        assertEquals(Optional.of(List.of()), read("""
                {"enabled": false, "hours": [{"start_time": "08:00", "end_time": "21:00"}]}"""));
        assertEquals(Optional.empty(), read("null"));
    }

    @Test
    void what_is_written_is_read_as_it_was() {
        var spans = List.of(new Span(Set.of(DayOfWeek.SUNDAY, DayOfWeek.MONDAY), LocalTime.of(0, 0),
                LocalTime.of(0, 1)));
        assertEquals("{\"w\":{\"enabled\":true,\"hours\":[{\"days\":[\"monday\",\"sunday\"],"
                + "\"start_time\":\"00:00\",\"end_time\":\"00:01\"}]}}", written(spans));
        assertEquals(Optional.of(spans), read(written(spans).replaceFirst("\\{\"w\":(.*)}", "$1")));
        assertEquals(Optional.of(List.of()), read(written(List.of()).replaceFirst("\\{\"w\":(.*)}", "$1")));
        assertEquals("{\"w\":null}", written(null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{}", "{\"enabled\": true}", "{\"enabled\": 1}", "{\"hours\": []}",
            "{\"hours\": {}}", "{\"hours\": [1]}"})
    void a_window_without_hours_is_refused(String window) {
        Refusal refusal = assertThrows(Refusal.class, () -> read(window));
        assertTrue(refusal.text().startsWith("calling_window"), refusal.text());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', value = {
            "days|\"days\": [], \"start_time\": \"08:00\", \"end_time\": \"21:00\"",
            "days[0]|\"days\": [\"Monday\"], \"start_time\": \"08:00\", \"end_time\": \"21:00\"",
            "days[1]|\"days\": [\"friday\", \"friday\"], \"start_time\": \"08:00\", \"end_time\": \"21:00\"",
            "days[0]|\"days\": [1], \"start_time\": \"08:00\", \"end_time\": \"21:00\"",
            "start_time|\"end_time\": \"21:00\"", "end_time|\"start_time\": \"21:00\"",
            "start_time|\"start_time\": \"8:00\", \"end_time\": \"21:00\"",
            "end_time|\"start_time\": \"08:00\", \"end_time\": \"24:00\"",
            "end_time|\"start_time\": \"08:00\", \"end_time\": \"08:00\"",
            "end_time|\"start_time\": \"21:00\", \"end_time\": \"08:00\""})
    void the_wrong_field_is_named(String field, String span) {
        Refusal refusal = assertThrows(Refusal.class, () -> read("{\"hours\": [{" + span + "}]}"));
        assertTrue(refusal.text().startsWith("calling_window.hours[0]." + field + ": "), refusal.text());
        assertTrue(refusal.text().contains("; allowed: "), refusal.text());
    }
}
