package dev.carillon.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Refusal;

/** One request, as an endpoint sees it. Used by one thread. */
public final class Request {

    private static final int LONGEST_KEY = 255;

    private final Line line;
    private final Map<String, String> parameters;
    private final @Nullable Caller caller;
    private final Content content;
    private byte @Nullable [] bytes;

    Request(Line line, Map<String, String> parameters, @Nullable Caller caller, Content content) {
        this.line = line;
        this.parameters = parameters;
        this.caller = caller;
        this.content = content;
    }

    /** The request line. */
    record Line(String method, String path, Query query) {
    }

    /** What comes after the request line: headers by lower-case name, and the bytes. */
    record Content(Function<String, List<String>> headers, Supplier<byte[]> body) {
    }

    /** Upper case; a HEAD is told as GET. */
    public String method() {
        return line.method();
    }

    /** The path as it came, without the query. */
    public String path() {
        return line.path();
    }

    /** A parameter of the route's path. */
    public String path(String name) {
        String value = parameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no {" + name + "}");
        }
        return value;
    }

    public Query query() {
        return line.query();
    }

    /** Who asks; only on routes that need a key. */
    public Caller caller() {
        if (caller == null) {
            throw new IllegalStateException("an open route has no caller");
        }
        return caller;
    }

    /** A header's values as they came, none or several. */
    public List<String> headers(String name) {
        return content.headers().apply(name);
    }

    /** A header's only value; given more than once it is refused. */
    public Optional<String> header(String name) {
        List<String> values = content.headers().apply(name);
        if (values.size() > 1) {
            throw Refusal.invalid(name, "is given " + values.size() + " times", "at most once");
        }
        return values.stream().findFirst();
    }

    /** The client's key for this one effect. */
    public Optional<String> idempotencyKey() {
        Optional<String> key = header("Idempotency-Key");
        key.ifPresent(k -> {
            if (k.isEmpty() || k.length() > LONGEST_KEY || k.chars().anyMatch(Character::isISOControl)) {
                throw Refusal.invalid("Idempotency-Key", "has " + k.length() + " characters",
                        "1 to " + LONGEST_KEY + " characters, none of them control characters");
            }
        });
        return key;
    }

    /** The body as a JSON object. */
    public Fields body() {
        if (bodyBytes().length == 0) {
            throw Refusal.invalid("body", "is missing", "one JSON object in UTF-8");
        }
        checkType();
        return Fields.of(Json.read(bodyBytes()));
    }

    /** The body as a JSON object; without a body an object without fields. */
    public Fields bodyOrEmpty() {
        return bodyBytes().length == 0 ? Fields.none() : body();
    }

    /** The body as it came, whatever it is; empty when there is none. */
    public byte[] bodyBytes() {
        byte[] read = bytes;
        if (read == null) {
            read = content.body().get();
            bytes = read;
        }
        return read;
    }

    /**
     * JSON is UTF-8 whatever a charset says, so only another charset is refused. No type at all is taken for
     * JSON.
     */
    private void checkType() {
        String type = header("Content-Type").orElse("application/json").toLowerCase(Locale.ROOT)
                .replace(" ", "");
        boolean json = type.equals("application/json") || type.equals("application/json;charset=utf-8")
                || type.equals("application/json;charset=\"utf-8\"");
        if (!json) {
            throw Refusal.of(Refusal.Code.WRONG_TYPE, "Content-Type: " + Query.shown(type)
                    + " is not read here; allowed: application/json in UTF-8");
        }
        String encoding = header("Content-Encoding").orElse("identity");
        if (!encoding.equalsIgnoreCase("identity")) {
            throw Refusal.of(Refusal.Code.WRONG_TYPE, "Content-Encoding: " + Query.shown(encoding)
                    + " is not read here; allowed: a body as it is, without Content-Encoding");
        }
    }
}
