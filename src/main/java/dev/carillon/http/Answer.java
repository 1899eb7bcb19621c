package dev.carillon.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * A status and an envelope: {@code message}, {@code status}, {@code error}, {@code data}, in this order.
 * Immutable.
 */
public final class Answer {

    private static final int TYPICAL_BYTES = 1024;

    private final int status;
    private final byte[] body;

    private Answer(int status, byte[] body) {
        this.status = status;
        this.body = body;
    }

    /**
     * A success.
     *
     * @param data writes the fields of the data object, between its braces; null: {@code "data": null}
     */
    public Answer(int status, String message, @Nullable Consumer<JsonGenerator> data) {
        this(status, envelope(message, null, data));
    }

    /** An error of the contract; refusals become one by themselves. */
    public static Answer error(int status, String message, String error,
            @Nullable Consumer<JsonGenerator> data) {
        return new Answer(status, envelope(message, error, data));
    }

    /** An answer given before, as {@link #text()} told it. */
    public static Answer stored(int status, String text) {
        return new Answer(status, text.getBytes(StandardCharsets.UTF_8));
    }

    public int status() {
        return status;
    }

    /** The whole envelope as text: what an idempotency record keeps. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    byte[] body() {
        return body;
    }

    private static byte[] envelope(String message, @Nullable String error,
            @Nullable Consumer<JsonGenerator> data) {
        var out = new ByteArrayOutputStream(TYPICAL_BYTES);
        try (JsonGenerator json = Json.generator(out)) {
            json.writeStartObject();
            json.writeStringProperty("message", message);
            json.writeStringProperty("status", error == null ? "success" : "error");
            json.writeStringProperty("error", error);
            data(json, data);
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    private static void data(JsonGenerator json, @Nullable Consumer<JsonGenerator> data) {
        if (data == null) {
            json.writeNullProperty("data");
            return;
        }
        json.writeObjectPropertyStart("data");
        data.accept(json);
        json.writeEndObject();
    }
}
