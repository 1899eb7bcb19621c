package dev.carillon.http;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.carillon.base.Refusal;

/** Reads and writes JSON as the contract wants it: strictly, in UTF-8, times as Unix seconds. */
public final class Json {

    private static final int DEPTH = 64;
    private static final int LONGEST_TEXT = 16 * 1024 * 1024;
    private static final int LONGEST_NUMBER = 1_000;
    private static final int LONGEST_NAME = 50_000;
    /** A tree takes some 60 bytes a token: 16 MB of commas must not fill the memory. */
    private static final int MOST_TOKENS = 500_000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEPTH)
                    .maxStringLength(LONGEST_TEXT).maxNumberLength(LONGEST_NUMBER)
                    .maxNameLength(LONGEST_NAME).maxTokenCount(MOST_TOKENS).build())
            .build();

    /** Made when the first body is read: most starts are followed by requests that have none. */
    private static final class Trees {

        private static final JsonMapper MAPPER = JsonMapper.builder(FACTORY)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();
    }

    private Json() {
    }

    /** A generator that closes what it writes to. */
    public static JsonGenerator generator(OutputStream out) {
        return FACTORY.createGenerator(ObjectWriteContext.empty(), out);
    }

    /** Writes a moment as whole Unix seconds, or null. */
    public static void seconds(JsonGenerator json, String name, @Nullable Instant moment) {
        json.writeName(name);
        seconds(json, moment);
    }

    /** The same where the name is written already. */
    public static void seconds(JsonGenerator json, @Nullable Instant moment) {
        if (moment == null) {
            json.writeNull();
        } else {
            json.writeNumber(moment.getEpochSecond());
        }
    }

    /** Writes a JSON text that is known to be well-formed (from a jsonb column), or null. */
    public static void raw(JsonGenerator json, String name, @Nullable String value) {
        json.writeName(name);
        if (value == null) {
            json.writeNull();
        } else {
            json.writeRawValue(value);
        }
    }

    /** The text of a tree. */
    static String text(JsonNode tree) {
        return Trees.MAPPER.writeValueAsString(tree);
    }

    /** One JSON value and nothing after it, or a refusal that says where it went wrong. */
    static JsonNode read(byte[] bytes) {
        String text = utf8(bytes);
        try {
            return Trees.MAPPER.readTree(text);
        } catch (StreamConstraintsException e) {
            throw tooMuch(e);
        } catch (JacksonException e) {
            throw broken(e);
        }
    }

    private static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw Refusal.invalid("body", "is not UTF-8", "one JSON object in UTF-8");
        }
    }

    private static Refusal broken(JacksonException e) {
        String why = duplicate(e);
        return Refusal.invalid("body", (why == null ? "is not valid JSON" : why) + where(e),
                "one JSON object in UTF-8");
    }

    /** Which of the limits it was is only in Jackson's words. */
    private static Refusal tooMuch(StreamConstraintsException e) {
        String words = String.valueOf(e.getOriginalMessage());
        if (words.startsWith("Document nesting")) {
            return Refusal.invalid("body", "is nested too deeply" + where(e), "at most " + DEPTH + " levels");
        }
        if (words.startsWith("Number")) {
            return Refusal.invalid("body", "has a number that is too long" + where(e),
                    "at most " + LONGEST_NUMBER + " digits");
        }
        if (words.startsWith("Name")) {
            return Refusal.invalid("body", "has a name that is too long" + where(e),
                    "at most " + LONGEST_NAME + " characters");
        }
        return Refusal.invalid("body", "has too many values" + where(e),
                "at most " + MOST_TOKENS + " values, names and brackets");
    }

    private static String where(JacksonException e) {
        var at = e.getLocation();
        return at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
    }

    /**
     * Jackson's words for a name that stands twice quote the name; everything else that it says is about
     * syntax.
     */
    private static @Nullable String duplicate(JacksonException e) {
        String text = e.getOriginalMessage();
        int from = text == null ? -1 : text.indexOf("uplicate Object property \"");
        return from < 0 || text == null ? null : "has the field " + quoted(text, from) + " twice";
    }

    private static String quoted(String text, int from) {
        int begin = text.indexOf('"', from);
        int end = text.lastIndexOf('"');
        return end > begin ? "\"" + Shown.of(text.substring(begin + 1, end)) + "\"" : "";
    }
}
