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
    /** A tree takes some 60 bytes a token: 16 MB of commas must not fill the memory. */
    private static final int MOST_TOKENS = 500_000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEPTH)
                    .maxStringLength(LONGEST_TEXT).maxTokenCount(MOST_TOKENS).build())
            .build();
    private static final JsonMapper MAPPER = JsonMapper.builder(FACTORY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Json() {
    }

    /** A generator that closes what it writes to. */
    public static JsonGenerator generator(OutputStream out) {
        return FACTORY.createGenerator(ObjectWriteContext.empty(), out);
    }

    /** Writes a moment as whole Unix seconds, or null. */
    public static void seconds(JsonGenerator json, String name, @Nullable Instant moment) {
        if (moment == null) {
            json.writeNullProperty(name);
        } else {
            json.writeNumberProperty(name, moment.getEpochSecond());
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
        return MAPPER.writeValueAsString(tree);
    }

    /** One JSON value and nothing after it, or a refusal that says where it went wrong. */
    static JsonNode read(byte[] bytes) {
        String text = utf8(bytes);
        try {
            return MAPPER.readTree(text);
        } catch (StreamConstraintsException e) {
            throw broken("is nested deeper than " + DEPTH
                    + ", or has too many values or too long a number or name", e);
        } catch (JacksonException e) {
            throw broken("is not valid JSON", e);
        }
    }

    private static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw Refusal.invalid("body", "is not UTF-8", "one JSON object in UTF-8");
        }
    }

    private static Refusal broken(String what, JacksonException e) {
        var at = e.getLocation();
        String where = at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
        String why = duplicate(e);
        return Refusal.invalid("body", (why == null ? what : why) + where, "one JSON object in UTF-8");
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
