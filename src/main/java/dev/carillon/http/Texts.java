package dev.carillon.http;

import java.math.BigDecimal;
import java.util.Map;

import tools.jackson.databind.JsonNode;

import dev.carillon.base.Refusal;

/** Which text a client may send: what PostgreSQL can keep and a person can read on one line. */
final class Texts {

    /** Beyond this many digits PostgreSQL's numeric may not hold a number. */
    private static final int LARGEST_EXPONENT = 1000;

    private Texts() {
    }

    static String allowed(int min, int max) {
        return "text of " + min + " to " + max + " characters";
    }

    static String check(String path, JsonNode node, int min, int max) {
        if (!node.isString()) {
            throw Refusal.invalid(path, "must be text, not " + Fields.kind(node), allowed(min, max));
        }
        String text = node.stringValue();
        int length = text.codePointCount(0, text.length());
        if (length < min || length > max) {
            throw Refusal.invalid(path, length == 0 ? "is empty" : "has " + length + " characters",
                    allowed(min, max));
        }
        if (text.codePoints().anyMatch(c -> Character.isISOControl(c) || surrogate(c))) {
            throw Refusal.invalid(path, "has control characters or half a character", allowed(min, max));
        }
        return text;
    }

    /** A tree that jsonb can keep: no null character, no half character, no number beyond all measure. */
    static void checkTree(String path, JsonNode node) {
        if (node.isString()) {
            checkStorable(path, node.stringValue());
        } else if (node.isFloatingPointNumber()) {
            checkSize(path, node.decimalValue());
        }
        for (Map.Entry<String, JsonNode> e : node.properties()) {
            checkStorable(path, e.getKey());
            checkTree(path, e.getValue());
        }
        if (node.isArray()) {
            node.values().forEach(n -> checkTree(path, n));
        }
    }

    private static void checkStorable(String path, String text) {
        if (text.codePoints().anyMatch(c -> c == 0 || surrogate(c))) {
            throw Refusal.invalid(path, "has a null character or half a character", "text in Unicode");
        }
    }

    private static void checkSize(String path, BigDecimal number) {
        if (Math.abs((long) number.precision() - number.scale()) > LARGEST_EXPONENT) {
            throw Refusal.invalid(path, "has a number that is too large or too small",
                    "exponents up to 1000");
        }
    }

    private static boolean surrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
