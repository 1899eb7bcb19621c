package dev.carillon.call;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.carillon.base.Refusal;

/**
 * A JSON object of a carrier's settings that is read field by field, each refusal with its full path and what
 * is allowed. {@link #end} refuses what nobody has asked for. Used once.
 */
public final class SettingsObject {

    private static final JsonMapper MAPPER = JsonMapper
            .builder(JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final String path;
    private final JsonNode object;
    private final Set<String> asked = new TreeSet<>();

    private SettingsObject(String path, JsonNode object) {
        if (!object.isObject()) {
            throw Refusal.invalid(path, "must be an object", "a JSON object");
        }
        this.path = path;
        this.object = object;
    }

    /**
     * Begins to read.
     *
     * @param path how the whole is called in a request
     * @throws Refusal when it is not a JSON object, or says something twice
     */
    public static SettingsObject parse(String path, String json) {
        try {
            return new SettingsObject(path, MAPPER.readTree(json));
        } catch (JacksonException e) {
            throw Refusal.invalid(path, "not valid JSON", "a JSON object");
        }
    }

    /** Refuses fields that were not asked for; their names are shown only where they are plain. */
    public void end() {
        for (String name : object.propertyNames()) {
            if (!asked.contains(name)) {
                String allowed = String.join(", ", asked);
                throw name.matches("[A-Za-z0-9_-]{1,40}")
                        ? wrong(name, "is not a setting", allowed)
                        : Refusal.invalid(path, "has a field that is not a setting", allowed);
            }
        }
    }

    /** Text of 1 to so many octets, without control characters. */
    public Optional<String> text(String name, int longest) {
        String allowed = "text of 1 to " + longest + " octets without control characters";
        return node(name).map(n -> {
            String text = string(name, n, allowed);
            if (text.isEmpty() || text.getBytes(StandardCharsets.UTF_8).length > longest
                    || text.chars().anyMatch(Character::isISOControl)) {
                throw wrong(name, text.isEmpty() ? "is empty" : "is too long or has control characters",
                        allowed);
            }
            return text;
        });
    }

    /** Text of several lines. */
    public Optional<String> lines(String name, String allowed) {
        return node(name).map(n -> string(name, n, allowed));
    }

    /** One of these words. */
    public Optional<String> word(String name, Collection<String> allowed) {
        String words = String.join(", ", allowed);
        return node(name).map(n -> {
            String word = string(name, n, words);
            if (!allowed.contains(word)) {
                throw wrong(name, "is not known", words);
            }
            return word;
        });
    }

    /** A whole number within these. */
    public Optional<Integer> whole(String name, int least, int most) {
        return node(name).map(n -> {
            if (!n.isIntegralNumber() || !n.canConvertToInt() || n.intValue() < least
                    || n.intValue() > most) {
                throw wrong(name, "is not a whole number in its bounds", least + " to " + most);
            }
            return n.intValue();
        });
    }

    /** An object, which is to be read in the same way. */
    public Optional<SettingsObject> object(String name) {
        return node(name).map(n -> new SettingsObject(path(name), n));
    }

    /** The objects of an array of at least one. */
    public Optional<List<SettingsObject>> objects(String name, int most) {
        return node(name).map(n -> {
            if (!n.isArray() || n.isEmpty() || n.size() > most) {
                throw wrong(name, n.isArray() ? "has " + n.size() + " elements" : "must be an array",
                        "an array of 1 to " + most);
            }
            var objects = new ArrayList<SettingsObject>();
            for (JsonNode element : n.values()) {
                objects.add(new SettingsObject(path(name) + "[" + objects.size() + "]", element));
            }
            return List.copyOf(objects);
        });
    }

    /** The names of all that stands there. */
    public List<String> names() {
        return List.copyOf(object.propertyNames());
    }

    /** How a field is called in a request. */
    public String path(String name) {
        return path + "." + name;
    }

    /** A refusal of a field. */
    public Refusal wrong(String name, String what, String allowed) {
        return Refusal.invalid(path(name), what, allowed);
    }

    /** Of the whole object. */
    public Refusal wrong(String what, String allowed) {
        return Refusal.invalid(path, what, allowed);
    }

    private String string(String name, JsonNode node, String allowed) {
        if (!node.isString()) {
            throw wrong(name, "must be text", allowed);
        }
        return node.stringValue();
    }

    /** Whatever stands there, for who reads it himself. */
    public Optional<JsonNode> node(String name) {
        asked.add(name);
        return Optional.ofNullable(object.get(name));
    }
}
