package dev.carillon.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * A status, headers, and a body: nearly always the envelope, {@code message}, {@code status}, {@code error},
 * {@code data}, in this order. Immutable.
 */
public final class Answer {

    /** How much later a client should ask again when nothing is known about the wait. */
    private static final String RETRY_SECONDS = "1";
    private static final String JSON = "application/json";
    private static final String TAG = "ETag";
    private static final int TYPICAL_BYTES = 1024;
    static final int NOT_MODIFIED = 304;

    private final int status;
    private final Map<String, String> headers;
    private final Body body;

    private Answer(int status, Map<String, String> headers, Body body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    /**
     * A success.
     *
     * @param data writes the fields of the data object, between its braces; null: {@code "data": null}
     */
    public Answer(int status, String message, @Nullable Consumer<JsonGenerator> data) {
        this(status, type(JSON), new Body.Whole(envelope(message, null, data)));
    }

    /**
     * An error of the contract; refusals become one by themselves. Whoever is told to come back is told when.
     */
    public static Answer error(int status, String message, String error,
            @Nullable Consumer<JsonGenerator> data) {
        var answer = new Answer(status, type(JSON), new Body.Whole(envelope(message, error, data)));
        return status == 429 || status == 503 ? answer.with("Retry-After", RETRY_SECONDS) : answer;
    }

    /** An answer given before, as {@link #text()} told it. */
    public static Answer stored(int status, String text) {
        return new Answer(status, type(JSON), new Body.Whole(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** A success that is not the envelope: what operators and machines read. */
    public static Answer plain(String contentType, String text) {
        return new Answer(200, type(contentType), new Body.Whole(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** 304: what the client has by this validator is what it would get. */
    public static Answer unchanged(String tag) {
        return new Answer(NOT_MODIFIED, type(JSON), new Body.Whole(new byte[0])).tagged(tag);
    }

    /**
     * A success of any length in constant memory: its data is written while it is sent. When the writing
     * fails before anything was sent, the failure is answered like any other; after that the connection is
     * broken off, so that half an answer never looks whole.
     */
    public static Answer streamed(String message, Consumer<JsonGenerator> data) {
        return new Answer(200, type(JSON), (Body.Streamed) out -> {
            // Closed only when all was written: closing completes the brackets.
            JsonGenerator json = Json.generator(out);
            write(json, message, null, data);
            json.close();
        });
    }

    /** The same with one more header; a name that is there already gets the new value. */
    public Answer with(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, Map.copyOf(more), body);
    }

    /**
     * The same with a weak validator: a client that sends it back as {@code If-None-Match} is told 304.
     *
     * @param tag without quotes
     */
    public Answer tagged(String tag) {
        return with(TAG, "W/\"" + tag + "\"");
    }

    /**
     * The same with a weak validator of its text, the value of one property left out: an answer that differs
     * in nothing else is the same to a client that keeps it.
     */
    public Answer taggedWithout(String property) {
        return tagged(Validator.without(property, bytes()));
    }

    public int status() {
        return status;
    }

    /** How long its body is, not compressed. Not of a streamed answer. */
    public int length() {
        return bytes().length;
    }

    /** The whole envelope as text: what an idempotency record keeps. Not of a streamed answer. */
    public String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    private byte[] bytes() {
        if (body instanceof Body.Whole whole) {
            return whole.bytes();
        }
        throw new IllegalStateException("a streamed answer has no text of its own");
    }

    Map<String, String> headers() {
        return headers;
    }

    /** Its validator with the weakness and quotes of the header, or null. */
    @Nullable String tag() {
        return headers.get(TAG);
    }

    Body body() {
        return body;
    }

    private static Map<String, String> type(String contentType) {
        return Map.of("Content-Type", contentType);
    }

    private static byte[] envelope(String message, @Nullable String error,
            @Nullable Consumer<JsonGenerator> data) {
        var out = new ByteArrayOutputStream(TYPICAL_BYTES);
        try (JsonGenerator json = Json.generator(out)) {
            write(json, message, error, data);
        }
        return out.toByteArray();
    }

    private static void write(JsonGenerator json, String message, @Nullable String error,
            @Nullable Consumer<JsonGenerator> data) {
        json.writeStartObject();
        json.writeStringProperty("message", message);
        json.writeStringProperty("status", error == null ? "success" : "error");
        json.writeStringProperty("error", error);
        data(json, data);
        json.writeEndObject();
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
