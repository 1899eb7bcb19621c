package dev.carillon.contract;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A request, still to be sent; immutable. The headers of the key are added unless it is anonymous.
 *
 * @param target  path and query, encoded
 * @param wire    the bytes of its body, each a character; empty: no body
 * @param headers names and values in turn
 */
public record Ask(String method, String target, String wire, List<String> headers, boolean anonymous) {

    static Ask of(String method, String target) {
        return new Ask(method, target, "", List.of(), false);
    }

    static Ask get(String target) {
        return of("GET", target);
    }

    static Ask post(String target, String json) {
        return of("POST", target).with(json);
    }

    /** The same with a body of JSON. */
    Ask with(String json) {
        return with(json.getBytes(StandardCharsets.UTF_8));
    }

    Ask with(byte[] bytes) {
        return new Ask(method, target, new String(bytes, StandardCharsets.ISO_8859_1), headers, anonymous);
    }

    /** The same with one more header. */
    Ask header(String name, String value) {
        var more = new ArrayList<>(headers);
        more.addAll(List.of(name, value));
        return new Ask(method, target, wire, List.copyOf(more), anonymous);
    }

    /** The same without a key. */
    Ask anonymously() {
        return new Ask(method, target, wire, headers, true);
    }

    byte[] body() {
        return wire.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        String text = new String(body(), StandardCharsets.UTF_8);
        return method + " " + shortened(target) + (text.isEmpty() ? "" : " " + shortened(text)) + headers;
    }

    private static String shortened(String text) {
        return text.length() <= 2_000 ? text : text.substring(0, 2_000) + "… (" + text.length() + ")";
    }
}
