package dev.carillon.http;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import dev.carillon.base.Refusal;

/**
 * A JSON object that is read field by field. Nothing is converted: a number where text belongs is refused,
 * and so is the other way round. Every refusal names the field by its full path ({@code tasks[3].to_number}),
 * says what was wrong and what is allowed. A field that is absent or null is empty. Unknown fields are not
 * looked at.
 */
public final class Fields {

    private final String prefix;
    private final ObjectNode object;

    private Fields(String prefix, ObjectNode object) {
        this.prefix = prefix;
        this.object = object;
    }

    static Fields of(JsonNode tree) {
        if (tree instanceof ObjectNode object) {
            return new Fields("", object);
        }
        throw Refusal.invalid("body", "must be a JSON object", "one JSON object in UTF-8");
    }

    static Fields none() {
        return new Fields("", JsonNodeFactory.instance.objectNode());
    }

    /** The full path of a field of this object. */
    public String path(String name) {
        return prefix + name;
    }

    /** Whether the field stands there, be it null. */
    public boolean has(String name) {
        return object.has(name);
    }

    /** The field's tree as it came; absent or null: empty. */
    public Optional<JsonNode> raw(String name) {
        return Optional.ofNullable(node(name));
    }

    /** Text of so many characters (code points), without control characters. */
    public Optional<String> text(String name, int min, int max) {
        return raw(name).map(n -> Texts.check(path(name), n, min, max));
    }

    /** Text of a form; whatever else it is, the refusal says which form is allowed. */
    public Optional<String> text(String name, Form form) {
        return raw(name).map(n -> {
            if (!n.isString()) {
                throw wrong(name, "must be text, not " + kind(n), form.allowed());
            }
            String text = n.stringValue();
            if (!form.fits().test(text)) {
                throw wrong(name, Query.shown(text) + " " + form.what(), form.allowed());
            }
            return text;
        });
    }

    public String requiredText(String name, int min, int max) {
        return text(name, min, max).orElseThrow(missing(name, Texts.allowed(min, max)));
    }

    /** A whole number in a range; one that is out of it is refused, however long it is. */
    public Optional<Integer> integer(String name, int min, int max) {
        return raw(name).map(n -> whole(name, n, min, max));
    }

    public int requiredInteger(String name, int min, int max) {
        return integer(name, min, max).orElseThrow(missing(name, "a whole number, " + min + " to " + max));
    }

    /** A number in a range, both ends included. */
    public Optional<Double> decimal(String name, double min, double max) {
        return raw(name).map(n -> number(name, n, min, max));
    }

    public Optional<Boolean> bool(String name) {
        return raw(name).map(n -> {
            if (!n.isBoolean()) {
                throw wrong(name, "must be true or false, not " + kind(n), "true, false");
            }
            return n.booleanValue();
        });
    }

    /** One of the allowed words, exactly as written there. */
    public Optional<String> word(String name, Collection<String> allowed) {
        return raw(name).map(n -> chosen(name, n, allowed, word(name, n, allowed)));
    }

    /** One of the allowed words (lower case), in any case; the answer is lower case. */
    public Optional<String> wordInAnyCase(String name, Collection<String> allowed) {
        return raw(name).map(n -> chosen(name, n, allowed, word(name, n, allowed).toLowerCase(Locale.ROOT)));
    }

    /** A moment, to the microsecond: Unix seconds, Unix milliseconds, or RFC 3339 with an offset. */
    public Optional<Instant> instant(String name) {
        return raw(name).map(n -> Moments.read(path(name), n));
    }

    public Optional<Fields> object(String name) {
        return raw(name).map(n -> fields(path(name), n));
    }

    /** The objects of an array of so many elements. */
    public Optional<List<Fields>> objects(String name, int min, int max) {
        return array(name, min, max).map(nodes -> {
            var list = new ArrayList<Fields>(nodes.size());
            for (JsonNode n : nodes) {
                list.add(fields(path(name) + "[" + list.size() + "]", n));
            }
            return list;
        });
    }

    /** The trees of an array of so many elements. */
    public Optional<List<JsonNode>> array(String name, int min, int max) {
        String allowed = "an array of " + min + " to " + max;
        return raw(name).map(n -> {
            if (!n.isArray()) {
                throw wrong(name, "must be an array, not " + kind(n), allowed);
            }
            if (n.size() < min || n.size() > max) {
                throw wrong(name, "has " + n.size() + " elements", allowed);
            }
            return List.copyOf(n.values());
        });
    }

    /** An array of so many texts at most, each of 1 to so many characters; an empty one is refused. */
    public Optional<List<String>> texts(String name, int most, int longest) {
        return array(name, 1, most).map(nodes -> {
            var list = new ArrayList<String>(nodes.size());
            for (JsonNode n : nodes) {
                list.add(Texts.check(path(name) + "[" + list.size() + "]", n, 1, longest));
            }
            return list;
        });
    }

    /** An array of at least one of the allowed words, exactly as written there; each once. */
    public Optional<List<String>> words(String name, Collection<String> allowed) {
        return array(name, 1, allowed.size()).map(nodes -> {
            var list = new ArrayList<String>(nodes.size());
            for (JsonNode n : nodes) {
                String at = name + "[" + list.size() + "]";
                String word = chosen(at, n, allowed, word(at, n, allowed));
                if (list.contains(word)) {
                    throw wrong(at, "\"" + word + "\" is there twice", "each once");
                }
                list.add(word);
            }
            return list;
        });
    }

    /** An object kept as it is: its JSON text of at most so many bytes, fit for a jsonb column. */
    public Optional<String> json(String name, int maxBytes) {
        return raw(name).map(n -> {
            fields(path(name), n);
            Texts.checkTree(path(name), n);
            String text = Json.text(n);
            if (text.getBytes(StandardCharsets.UTF_8).length > maxBytes) {
                throw wrong(name, "is too large", "a JSON object of at most " + maxBytes + " bytes");
            }
            return text;
        });
    }

    /** Refuses each of these fields that is there and not null: known to the contract, not acted on yet. */
    public void notAvailable(String... names) {
        for (String name : names) {
            if (node(name) != null) {
                throw Refusal.notAvailable(path(name));
            }
        }
    }

    /** Refuses every field that is not among these: where a wrong name must not pass for nothing said. */
    public void only(Collection<String> known) {
        for (String name : object.propertyNames()) {
            if (!known.contains(name)) {
                throw wrong(Shown.of(name), "is not known", String.join(", ", known));
            }
        }
    }

    /** A refusal of this field, with its full path. */
    public Refusal wrong(String name, String what, String allowed) {
        return Refusal.invalid(path(name), what, allowed);
    }

    /** For {@code orElseThrow}: the field is required. */
    public Supplier<Refusal> missing(String name, String allowed) {
        return () -> wrong(name, "is missing", allowed);
    }

    /** What a node is, in words for a client. */
    static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> "text";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case OBJECT -> "an object";
            case ARRAY -> "an array";
            default -> "null";
        };
    }

    private @Nullable JsonNode node(String name) {
        JsonNode n = object.get(name);
        return n == null || n.isNull() ? null : n;
    }

    private static Fields fields(String path, JsonNode node) {
        if (node instanceof ObjectNode object) {
            return new Fields(path + ".", object);
        }
        throw Refusal.invalid(path, "must be an object, not " + kind(node), "a JSON object");
    }

    private int whole(String name, JsonNode n, int min, int max) {
        String allowed = "a whole number, " + min + " to " + max;
        if (!n.isIntegralNumber()) {
            throw wrong(name, n.isNumber() ? "must be a whole number" : "must be a number, not " + kind(n),
                    allowed);
        }
        BigInteger value = n.bigIntegerValue();
        if (value.compareTo(BigInteger.valueOf(min)) < 0 || value.compareTo(BigInteger.valueOf(max)) > 0) {
            throw wrong(name, Shown.of(value.toString()) + " is out of range", allowed);
        }
        return value.intValue();
    }

    private double number(String name, JsonNode n, double min, double max) {
        String allowed = "a number, " + plain(min) + " to " + plain(max);
        if (!n.isNumber()) {
            throw wrong(name, "must be a number, not " + kind(n), allowed);
        }
        BigDecimal value = n.decimalValue();
        if (value.compareTo(BigDecimal.valueOf(min)) < 0 || value.compareTo(BigDecimal.valueOf(max)) > 0) {
            throw wrong(name, "is out of range", allowed);
        }
        return value.doubleValue();
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    private String word(String name, JsonNode n, Collection<String> allowed) {
        if (!n.isString()) {
            throw wrong(name, "must be text, not " + kind(n), String.join(", ", allowed));
        }
        return n.stringValue();
    }

    private String chosen(String name, JsonNode n, Collection<String> allowed, String word) {
        if (!allowed.contains(word)) {
            throw wrong(name, "\"" + Shown.of(n.stringValue()) + "\" is not known",
                    String.join(", ", allowed));
        }
        return word;
    }
}
