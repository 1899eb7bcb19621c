package dev.carillon.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.carillon.base.Refusal;

class FieldsTest {

    private static final List<String> WORDS = List.of("skip", "allow");

    private static Fields read(String json) {
        return Fields.of(Json.read(json.getBytes(StandardCharsets.UTF_8)));
    }

    private static String refusal(String json, Consumer<Fields> reading) {
        Refusal refusal = assertThrows(Refusal.class, () -> reading.accept(read(json)), json);
        assertEquals(Refusal.Code.INVALID, refusal.code());
        assertTrue(refusal.text().contains("; allowed: "), refusal.text());
        return refusal.text();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "[]", "1", "\"a\"", "null", "{} {}", "{}x", "{\"a\":1,}", "{'a':1}",
            "{a:1}",
            "{\"a\":01}", "{\"a\":NaN}", "{\"a\":1}\u0000", "{\"a\":\"\n\"}", "\uFEFF{}",
            "{\"a\":1,\"b\":2,\"a\":3}",
            "{\"a\":{\"b\":1,\"b\":1}}", "// a\n{}", "{\"a\":.5}", "{\"a\":+1}"})
    void what_is_not_one_json_object_is_refused(String json) {
        assertTrue(refusal(json, fields -> {
        }).startsWith("body: "));
    }

    @Test
    void a_field_that_stands_twice_is_named() {
        assertTrue(refusal("{\"to\":1,\"to\":2}", f -> {
        }).contains("\"to\" twice"));
    }

    @Test
    void depth_tokens_and_encoding_have_bounds() {
        assertEquals(1,
                read("{\"a\":" + "[".repeat(63) + "]".repeat(63) + "}").raw("a").orElseThrow().size());
        assertTrue(refusal("{\"a\":" + "[".repeat(64) + "]".repeat(64) + "}", f -> {
        }).contains("nested"));
        assertTrue(refusal("[".repeat(1_000_000), f -> {
        }).contains("nested"));
        assertTrue(refusal("{\"a\":[" + "1,".repeat(600_000) + "1]}", f -> {
        }).contains("too many"));
        byte[] latin = "{\"a\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1);
        assertTrue(assertThrows(Refusal.class, () -> Json.read(latin)).text().contains("UTF-8"));
        byte[] wide = "{\"a\":1}".getBytes(StandardCharsets.UTF_16LE);
        assertThrows(Refusal.class, () -> Json.read(wide));
    }

    @Test
    void text_is_counted_in_characters_of_unicode() {
        assertEquals(Optional.of("😀😀"), read("{\"n\":\"😀😀\"}").text("n", 1, 2));
        assertEquals(Optional.of("é \\u"), read("{\"n\":\"\\u00e9 \\\\u\"}").text("n", 1, 4));
        assertEquals(Optional.empty(), read("{\"n\":null}").text("n", 1, 2));
        assertEquals(Optional.empty(), read("{}").text("n", 1, 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "\"abc\"", "1", "true", "{}", "[]", "\"\\u0000\"", "\"a\\n\"",
            "\"\\ud800\"",
            "\"\\u007f\"", "\"\\u0085\""})
    void text_of_another_type_length_or_with_what_cannot_be_shown_is_refused(String value) {
        assertTrue(refusal("{\"n\":" + value + "}", f -> f.text("n", 1, 2)).startsWith("n: "));
    }

    @Test
    void a_required_field_that_is_absent_or_null_is_missing() {
        assertTrue(refusal("{}", f -> f.requiredText("n", 1, 2)).startsWith("n: is missing"));
        assertTrue(refusal("{\"n\":null}", f -> f.requiredInteger("n", 1, 2)).startsWith("n: is missing"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "11", "-1", "99999999999", "4294967301", "1.0", "1e0", "1.5", "\"5\"",
            "true", "[5]",
            "123456789012345678901234567890"})
    void a_whole_number_out_of_range_or_of_another_form_is_refused_and_never_clipped(String value) {
        assertTrue(refusal("{\"n\":" + value + "}", f -> f.integer("n", 1, 10)).startsWith("n: "));
    }

    @Test
    void a_number_so_long_that_reading_it_would_take_long_is_refused() {
        assertTrue(
                refusal("{\"n\":" + "9".repeat(5000) + "}", f -> f.integer("n", 1, 10)).startsWith("body: "));
        assertTrue(refusal("{\"n\":1e999999999}", f -> f.integer("n", 1, 10)).startsWith("n: "));
        assertTrue(refusal("{\"n\":1e999999999}", f -> f.decimal("n", 0, 10)).startsWith("n: "));
        assertTrue(refusal("{\"n\":-1e999999999}", f -> f.decimal("n", 0, 10)).startsWith("n: "));
        assertTrue(refusal("{\"n\":1e999999999}", f -> f.instant("n")).startsWith("n: "));
    }

    @Test
    void numbers_words_and_flags_are_read_as_they_are() {
        Fields f = read("{\"i\":10,\"d\":0.5,\"w\":\"skip\",\"s\":\"SKIP\",\"b\":false,\"e\":1e-400}");
        assertEquals(Optional.of(10), f.integer("i", 1, 10));
        assertEquals(Optional.of(0.5), f.decimal("d", 0.1, 10));
        assertEquals(Optional.of(10.0), f.decimal("i", 0.1, 10));
        assertEquals(Optional.of("skip"), f.word("w", WORDS));
        assertEquals(Optional.of("skip"), f.wordInAnyCase("s", WORDS));
        assertEquals(Optional.of(false), f.bool("b"));
        assertThrows(Refusal.class, () -> f.decimal("e", 0.1, 1));
        assertThrows(Refusal.class, () -> f.word("s", WORDS));
        assertThrows(Refusal.class, () -> f.bool("w"));
        assertThrows(Refusal.class, () -> f.wordInAnyCase("i", WORDS));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"1735718400|2025-01-01T08:00:00Z",
            "1735718400000|2025-01-01T08:00:00Z",
            "1735718400123|2025-01-01T08:00:00.123Z", "99999999999|5138-11-16T09:46:39Z",
            "100000000000|1973-03-03T09:46:40Z", "0|1970-01-01T00:00:00Z",
            "\"2025-01-01T09:00:00+01:00\"|2025-01-01T08:00:00Z",
            "\"2025-01-01t08:00:00z\"|2025-01-01T08:00:00Z",
            "\"2025-01-01T08:00:00.1234567Z\"|2025-01-01T08:00:00.123456Z"})
    void a_moment_is_seconds_milliseconds_or_text_with_an_offset(String value, Instant moment) {
        assertEquals(Optional.of(moment), read("{\"t\":" + value + "}").instant("t"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.5", "true", "\"1735718400\"", "\"2025-01-01T09:00:00\"",
            "\"2025-01-01\"", "\"\"",
            "\"2025-02-30T00:00:00Z\"", "99999999999999999999", "9223372036854775807", "253402300800000",
            "\"+10000-01-01T00:00:00Z\"", "\"1969-12-31T23:59:59Z\"", "\"2025-01-01T09:00:00+25:00\"", "{}"})
    void what_is_not_a_moment_is_refused(String value) {
        assertTrue(refusal("{\"t\":" + value + "}", f -> f.instant("t")).startsWith("t: "));
    }

    @Test
    void a_refusal_names_the_whole_path() {
        String json = "{\"tasks\":[{},{},{},{\"to_number\":5,\"retry\":{\"on\":1}}]}";
        assertEquals("tasks[3].to_number: must be text, not a number; allowed: text of 1 to 16 characters",
                refusal(json,
                        f -> f.objects("tasks", 1, 9).orElseThrow().getLast().text("to_number", 1, 16)));
        assertTrue(refusal(json,
                f -> f.objects("tasks", 1, 9).orElseThrow().getLast().object("retry").orElseThrow()
                        .bool("on"))
                .startsWith("tasks[3].retry.on: "));
        assertTrue(refusal("{\"tasks\":[{},1]}", f -> f.objects("tasks", 1, 9)).startsWith("tasks[1]: "));
        assertTrue(refusal("{\"tasks\":{}}", f -> f.objects("tasks", 1, 9)).startsWith("tasks: "));
        assertTrue(refusal("{\"tasks\":[]}", f -> f.objects("tasks", 1, 9)).startsWith("tasks: "));
        assertTrue(refusal("{\"tasks\":[1,2,3]}", f -> f.array("tasks", 1, 2)).startsWith("tasks: "));
    }

    @Test
    void what_is_known_but_not_yet_acted_on_is_refused_unless_it_is_null() {
        Fields f = read("{\"a\":null,\"o\":{\"b\":0}}");
        f.notAvailable("a", "c");
        Refusal refusal =
                assertThrows(Refusal.class, () -> f.object("o").orElseThrow().notAvailable("x", "b"));
        assertEquals(Refusal.Code.NOT_AVAILABLE, refusal.code());
        assertEquals("o.b: not available yet", refusal.text());
    }

    @Test
    void an_object_is_kept_as_it_is_when_a_jsonb_column_can_hold_it() {
        assertEquals(Optional.of("{\"a\":[1,2.50,\"é\",null,{\"b\":true}]}"),
                read("{\"v\":{\"a\":[1,2.50,\"é\",null,{\"b\":true}]}}").json("v", 50));
        for (String bad : List.of("{\"a\":\"\\u0000\"}", "{\"\\u0000\":1}", "{\"a\":[\"\\udc00\"]}", "[]",
                "\"{}\"", "5",
                "{\"a\":1e5000}", "{\"a\":1e-5000}", "{\"a\":\"" + "x".repeat(60) + "\"}")) {
            assertTrue(refusal("{\"v\":" + bad + "}", f -> f.json("v", 50)).startsWith("v: "), bad);
        }
    }

    @Test
    void what_a_client_sent_is_repeated_short_and_on_one_line() {
        String text = refusal("{\"w\":\"" + "x".repeat(5000) + "\\r\\n\"}", f -> f.word("w", WORDS));
        assertTrue(text.length() < 200);
        assertFalse(refusal("{\"w\":\"a\\nb\"}", f -> f.word("w", WORDS)).contains("\n"));
    }
}
