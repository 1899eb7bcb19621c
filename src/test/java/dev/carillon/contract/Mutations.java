package dev.carillon.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Every way to drop a field of a good answer, to add one, and to give one another type. */
final class Mutations {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    /**
     * The criteria in force are told, those that are not are left out: the only fields that may be missing.
     */
    private static final String MAY_BE_MISSING = "/data/applied_filters/";
    /** Whatever a client gave comes back as it was: any object is right. */
    private static final String ANY_OBJECT = "/data/dynamic_variables";

    private final JsonNode good;
    private final List<Bad> bad = new ArrayList<>();

    private Mutations(JsonNode good) {
        this.good = good;
    }

    /** A bad answer and how it came to be. */
    record Bad(String how, JsonNode answer) {
    }

    static List<Bad> of(JsonNode good) {
        var mutations = new Mutations(good);
        mutations.walk("", good);
        return mutations.bad;
    }

    private void walk(String pointer, JsonNode node) {
        if (pointer.equals(ANY_OBJECT)) {
            return;
        }
        if (node.isObject()) {
            change("add to " + pointer, pointer, o -> o.put("stranger", 1));
            node.forEachEntry((name, value) -> {
                String field = pointer + "/" + name;
                if (!field.startsWith(MAY_BE_MISSING)) {
                    change("drop " + field, pointer, o -> o.remove(name));
                }
                others(value).stream().filter(o -> !field.equals(ANY_OBJECT) || !o.isObject())
                        .forEach(o -> change("make " + field + " " + o, pointer, p -> p.set(name, o)));
                walk(field, value);
            });
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                walk(pointer + "/" + i, node.get(i));
            }
        }
    }

    /** Values of another type that no field of ours may have beside the one that it has. */
    private static List<JsonNode> others(JsonNode value) {
        JsonNode text = NODES.stringNode("\u0000");
        JsonNode number = NODES.numberNode(-1.5);
        JsonNode array = NODES.arrayNode().add(7);
        JsonNode object = NODES.objectNode().put("stranger", 1);
        return switch (value.getNodeType()) {
            case STRING -> List.of(number, array, object, NODES.booleanNode(true));
            case NUMBER -> List.of(text, array, object, NODES.booleanNode(true), number);
            case BOOLEAN -> List.of(text, number, array, object, NODES.nullNode());
            case ARRAY -> List.of(text, number, object, NODES.nullNode());
            case OBJECT -> List.of(text, number, array);
            default -> List.of(array, object);
        };
    }

    private void change(String how, String pointer, Consumer<ObjectNode> change) {
        JsonNode copy = good.deepCopy();
        change.accept((ObjectNode) copy.at(pointer));
        bad.add(new Bad(how, copy));
    }
}
