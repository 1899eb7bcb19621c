package dev.carillon.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * openapi.yaml, read: its operations, and what it says of any JSON. Finding the operation of a request is
 * ours, the schemas are the library's. Immutable.
 */
public final class OpenApi {

    /** The file as it stands. */
    public static final OpenApi FILE = new OpenApi(read());

    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
    private static final String PLACE = "urn:carillon:openapi";

    private final JsonNode root;
    private final SchemaRegistry registry;

    private OpenApi(JsonNode root) {
        this.root = root;
        this.registry = SchemaRegistry.withDialect(Dialects.getOpenApi31(),
                builder -> builder.schemas(Map.of(PLACE, root.toString())).schemaRegistryConfig(
                        SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));
    }

    /**
     * What can be asked at a path by a method.
     *
     * @param pointer where it stands in the file
     */
    public record Operation(String method, String path, String pointer, JsonNode tree) {

        /** As the lists of routes call it: {@code GET /batch-call/{id}}. */
        public String name() {
            return method + " " + path;
        }
    }

    /** A part of the file and where it stands. */
    public record Part(String pointer, JsonNode tree) {
    }

    private static JsonNode read() {
        try (InputStream in = Objects.requireNonNull(OpenApi.class.getResourceAsStream("/openapi.yaml"))) {
            return new YAMLMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The tree of a text in YAML. */
    public static JsonNode parsed(String yaml) {
        return new YAMLMapper().readTree(yaml);
    }

    /** The whole tree. */
    public JsonNode root() {
        return root;
    }

    /** Everything that can be asked. */
    public List<Operation> operations() {
        var all = new ArrayList<Operation>();
        root.get("paths").forEachEntry((path, item) -> item.forEachEntry((method, tree) -> {
            if (METHODS.contains(method)) {
                all.add(new Operation(method.toUpperCase(Locale.ROOT), path,
                        "/paths/" + path.replace("~", "~0").replace("/", "~1") + "/" + method, tree));
            }
        }));
        return all;
    }

    /** The operation of a request; of two paths that fit, the one with fewer parameters. */
    Optional<Operation> operation(String method, String path) {
        String effective = method.equals("HEAD") ? "GET" : method;
        return operations().stream().filter(o -> o.method().equals(effective) && fits(o.path(), path))
                .min((a, b) -> Long.compare(parameters(a.path()), parameters(b.path())));
    }

    /** Whether anything can be asked at a path. */
    boolean knows(String path) {
        return operations().stream().anyMatch(o -> fits(o.path(), path));
    }

    private static long parameters(String path) {
        return path.chars().filter(c -> c == '{').count();
    }

    /** Whether a request's path is one of a pattern's. */
    public static boolean fits(String pattern, String path) {
        String[] expected = pattern.split("/", -1);
        String[] given = path.split("/", -1);
        if (expected.length != given.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            boolean any = expected[i].startsWith("{") && !given[i].isEmpty();
            if (!any && !expected[i].equals(given[i])) {
                return false;
            }
        }
        return true;
    }

    /** What a reference leads to, or the part itself. */
    public Part followed(Part part) {
        JsonNode reference = part.tree().get("$ref");
        if (reference == null) {
            return part;
        }
        String pointer = reference.asString().substring(1);
        return followed(new Part(pointer, root.at(pointer)));
    }

    /** The part below (of an array by its number), followed; missing when there is none. */
    public Part below(Part part, String name) {
        String pointer = part.pointer() + "/" + name.replace("~", "~0").replace("/", "~1");
        JsonNode tree = part.tree();
        return followed(new Part(pointer,
                tree.isArray() ? tree.path(Integer.parseInt(name)) : tree.path(name)));
    }

    /** The parameters of an operation, those of its path included, by name. */
    public Map<String, Part> parameters(Operation operation) {
        var found = new LinkedHashMap<String, Part>();
        String path = operation.pointer().substring(0, operation.pointer().lastIndexOf('/'));
        for (Part owner : List.of(new Part(path, root.at(path)),
                new Part(operation.pointer(), operation.tree()))) {
            Part list = below(owner, "parameters");
            for (int i = 0; i < list.tree().size(); i++) {
                Part p = followed(new Part(list.pointer() + "/" + i, list.tree().get(i)));
                found.put(p.tree().get("name").asString(), p);
            }
        }
        return found;
    }

    /** What is wrong with a value, by the schema that stands at a place of the file. */
    public List<String> objections(String pointer, JsonNode value) {
        Schema schema = registry.getSchema(SchemaLocation.of(PLACE + "#" + pointer.replace("{", "%7B")
                .replace("}", "%7D")));
        return schema.validate(value).stream()
                .map(e -> e.getInstanceLocation() + " " + e.getMessage()).toList();
    }

    /** Whether the schema at a place takes anything of this type. */
    static boolean takes(JsonNode schema, String type) {
        JsonNode types = schema.path("type");
        return types.isString()
                ? types.asString().equals(type)
                : types.valueStream()
                        .anyMatch(t -> t.asString().equals(type));
    }

}
