package dev.carillon.contract;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import dev.carillon.http.OpenApi;
import dev.carillon.http.OpenApi.Part;

/** Values drawn from the schemas of the file: mostly good ones, and among them whatever a client may send. */
final class Drawn {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int DEEPEST = 6;
    private static final int MOST_ELEMENTS = 4;
    private static final List<String> STRANGE = List.of("", " ", "null", "\u0000", "a\nb", "\ud83d\udd14",
            "ÅéßΩ漢字",
            "\u202e\ufeff", "\ud800", "'; drop table batch_call; --", "%00%zz", "../../etc", "0", "-1",
            "1e309", "NaN",
            "true", "{}", "[1]", "9".repeat(300), "x".repeat(70_000), "+14155550123", "2099-01-31T09:00:00Z",
            "9999-12-31T23:59:59+18:00", "+99999-01-01T00:00:00Z");
    private static final List<String> NUMBERS =
            List.of("0", "-1", "1", "0.5", "-0.0", "2147483647", "2147483648",
                    "-2147483649", "9223372036854775808", "99999999999999999999999999", "1e400", "1e-400",
                    "253402300800",
                    "100000000000", "99999999999");

    private final RandomGenerator random;
    private final OpenApi file;
    /** One value of so many is not what its schema says. */
    private final int oddity;

    Drawn(RandomGenerator random, OpenApi file, int oddity) {
        this.random = random;
        this.file = file;
        this.oddity = oddity;
    }

    /** A value for a schema. */
    JsonNode value(Part schema) {
        return value(schema, 0);
    }

    /** A good object, and now and then another value for one of its fields. */
    JsonNode varied(JsonNode good, Part schema) {
        ObjectNode varied = (ObjectNode) good.deepCopy();
        Part properties = file.below(schema, "properties");
        if (random.nextInt(3) == 0) {
            String name = one(List.copyOf(properties.tree().propertyNames()));
            varied.set(name, value(file.below(properties, name)));
        }
        return varied;
    }

    /** Whether the next thing is to be odd. */
    boolean odd() {
        return random.nextInt(oddity) == 0;
    }

    <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    String strangeText() {
        return one(STRANGE);
    }

    private JsonNode value(Part schema, int depth) {
        if (odd()) {
            return anything(depth);
        }
        JsonNode tree = schema.tree();
        Part alternatives = file.below(schema, "oneOf");
        if (alternatives.tree().isArray()) {
            return value(file.below(alternatives, String.valueOf(random.nextInt(alternatives.tree().size()))),
                    depth);
        }
        if (tree.has("const")) {
            return tree.get("const");
        }
        for (String list : List.of("enum", "examples")) {
            if (tree.path(list).isArray()) {
                return tree.get(list).get(random.nextInt(tree.get(list).size()));
            }
        }
        return typed(schema, type(tree.path("type")), depth);
    }

    private String type(JsonNode type) {
        return type.isArray() ? type.get(random.nextInt(type.size())).asString() : type.asString("null");
    }

    private JsonNode typed(Part schema, String type, int depth) {
        JsonNode tree = schema.tree();
        return switch (type) {
            case "object" -> object(schema, depth);
            case "array" -> array(schema, depth);
            case "boolean" -> NODES.booleanNode(random.nextBoolean());
            case "integer" -> NODES.numberNode(whole(tree));
            case "number" -> NODES.numberNode(tree.path("minimum").asDouble(0) + random.nextInt(1000));
            case "string" -> NODES.stringNode(text(tree));
            default -> NODES.nullNode();
        };
    }

    private BigInteger whole(JsonNode tree) {
        BigInteger least = BigInteger.valueOf(tree.path("minimum").asLong(0));
        BigInteger most = BigInteger.valueOf(tree.path("maximum").asLong(1_000_000));
        if (odd()) {
            return random.nextBoolean() ? least.subtract(BigInteger.ONE) : most.add(BigInteger.ONE);
        }
        return switch (random.nextInt(6)) {
            case 0 -> least;
            case 1 -> most;
            default -> least.add(BigInteger.valueOf(random.nextInt(50))).min(most);
        };
    }

    private String text(JsonNode tree) {
        int longest = tree.path("maxLength").asInt(20);
        int length = switch (random.nextInt(4)) {
            case 0 -> odd() ? longest + 1 : longest;
            default -> 1 + random.nextInt(Math.min(20, longest));
        };
        var text = new StringBuilder();
        while (text.length() < length) {
            text.append((char) (random.nextInt(20) == 0
                    ? 0xa0 + random.nextInt(0x2000)
                    : ' ' + random.nextInt(95)));
        }
        return text.toString();
    }

    private ObjectNode object(Part schema, int depth) {
        ObjectNode object = NODES.objectNode();
        var required = new ArrayList<String>();
        schema.tree().path("required").forEach(name -> required.add(name.asString()));
        Part properties = file.below(schema, "properties");
        properties.tree().propertyNames().forEach(name -> {
            if (required.contains(name) ? !odd() : random.nextInt(3) == 0) {
                object.set(name, value(file.below(properties, name), depth + 1));
            }
        });
        if (odd() || !properties.tree().isObject()) {
            object.set(strangeText(), anything(depth + 1));
        }
        return object;
    }

    private JsonNode array(Part schema, int depth) {
        var array = NODES.arrayNode();
        int size = odd() ? 0 : 1 + random.nextInt(MOST_ELEMENTS);
        for (int i = 0; i < size; i++) {
            array.add(value(file.below(schema, "items"), depth + 1));
        }
        return array;
    }

    private JsonNode anything(int depth) {
        return switch (random.nextInt(depth < DEEPEST ? 8 : 6)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.numberNode(new BigDecimal(one(NUMBERS)));
            case 3, 4 -> NODES.stringNode(strangeText());
            case 5 -> NODES.numberNode(random.nextLong());
            case 6 -> NODES.arrayNode().add(anything(depth + 1)).add(anything(depth + 1));
            default -> NODES.objectNode().set(strangeText(), anything(depth + 1));
        };
    }
}
