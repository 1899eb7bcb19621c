package dev.carillon.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import dev.carillon.http.OpenApi.Operation;
import dev.carillon.http.OpenApi.Part;

/**
 * Holds an exchange against openapi.yaml: every answer, and every request that was taken. Used once.
 */
public final class Held {

    private static final Set<Integer> EARLY = Set.of(413, 414, 431, 501, 505);
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final OpenApi file;
    private final Exchange exchange;
    private final List<String> objections = new ArrayList<>();

    private Held(OpenApi file, Exchange exchange) {
        this.file = file;
        this.exchange = exchange;
    }

    /** What the file objects to; a path that it does not know is told nothing about. */
    public static List<String> objections(OpenApi file, Exchange exchange) {
        return new Held(file, exchange).look();
    }

    /** Throws when the file objects. */
    public static void check(Exchange exchange) {
        List<String> found = objections(OpenApi.FILE, exchange);
        if (!found.isEmpty()) {
            throw new AssertionError("openapi.yaml objects to " + exchange.asked().method() + " "
                    + exchange.asked().target() + ": " + found + "\n" + exchange.asked().body() + "\n"
                    + exchange.told().status() + " " + exchange.told().body());
        }
    }

    private List<String> look() {
        Optional<Operation> operation =
                file.operation(exchange.asked().method(), exchange.asked().path());
        int status = exchange.told().status();
        if (status == 405 && file.knows(exchange.asked().path())) {
            answer(component("MethodNotAllowed"));
            return objections;
        }
        if (operation.isEmpty()) {
            return objections;
        }
        if (status >= 200 && status < 300) {
            request(operation.get());
        }
        Part answers = new Part(operation.get().pointer() + "/responses",
                operation.get().tree().get("responses"));
        Part described = file.below(answers, String.valueOf(status));
        if (!described.tree().isMissingNode()) {
            answer(described);
        } else if (EARLY.contains(status)) {
            answer(component("Early"));
        } else {
            objections.add("the status " + status + " is not described");
        }
        return objections;
    }

    private Part component(String name) {
        String pointer = "/components/responses/" + name;
        return new Part(pointer, file.root().at(pointer));
    }

    private void request(Operation operation) {
        Query query = Query.of(exchange.asked().query());
        file.parameters(operation).forEach((name, parameter) -> {
            Optional<String> value = switch (parameter.tree().get("in").asString()) {
                case "query" -> query.one(name);
                case "header" -> Exchange.header(exchange.asked().headers(), name);
                default -> Optional.empty();
            };
            value.ifPresent(text -> text(name, file.below(parameter, "schema"), text));
        });
        Part body = file.below(new Part(operation.pointer(), operation.tree()), "requestBody");
        String text = exchange.asked().body();
        if (text.isEmpty() && body.tree().path("required").asBoolean(false)) {
            objections.add("the request has no body");
        } else if (!text.isEmpty() && !body.tree().isMissingNode()) {
            Part form = media(body, FORM);
            if (form.tree().isMissingNode()) {
                json("the request", file.below(media(body, "application/json"), "schema"), text);
            } else {
                file.objections(file.below(form, "schema").pointer(), fields(text))
                        .forEach(o -> objections.add("the request: " + o));
            }
        }
    }

    /** A form as an object of texts. */
    private static JsonNode fields(String form) {
        var fields = NODES.objectNode();
        for (String pair : form.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            fields.put(URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                    parts.length == 1 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return fields;
    }

    private void answer(Part described) {
        file.below(described, "headers").tree().propertyNames()
                .forEach(name -> header(name, file.below(file.below(described, "headers"), name)));
        Part content = file.below(described, "content");
        String type = Exchange.header(exchange.told().headers(), "Content-Type").orElse("");
        boolean without = exchange.asked().method().equals("HEAD") || content.tree().isMissingNode();
        if (without) {
            if (!exchange.told().body().isEmpty()) {
                objections.add("the answer has a body");
            }
            return;
        }
        String bare = type.replaceFirst("\\s*;.*", "");
        Part schema = file.below(media(described, bare), "schema");
        if (schema.tree().isMissingNode()) {
            objections.add("the answer's type is not described: " + type);
        } else if (bare.equals("application/json")) {
            json("the answer", schema, exchange.told().body());
        } else {
            objections.addAll(file.objections(schema.pointer(), NODES.stringNode(exchange.told().body())));
        }
    }

    private Part media(Part owner, String type) {
        return file.below(file.below(owner, "content"), type);
    }

    private void header(String name, Part described) {
        Optional<String> value = Exchange.header(exchange.told().headers(), name);
        if (value.isPresent()) {
            text(name, file.below(described, "schema"), value.get());
        } else if (described.tree().path("required").asBoolean(false)) {
            objections.add("the header " + name + " is missing");
        }
    }

    /** A text outside of JSON: a number where the schema takes one and it looks like one. */
    private void text(String name, Part schema, String text) {
        boolean number = text.matches("-?[0-9]{1,18}") && takesNumbers(schema.tree());
        JsonNode value = number ? NODES.numberNode(Long.parseLong(text)) : NODES.stringNode(text);
        file.objections(schema.pointer(), value).forEach(o -> objections.add(name + ": " + o));
    }

    private static boolean takesNumbers(JsonNode schema) {
        return OpenApi.takes(schema, "integer")
                || schema.path("oneOf").valueStream().anyMatch(one -> OpenApi.takes(one, "integer"));
    }

    private void json(String what, Part schema, String text) {
        try {
            JsonNode tree = ServerFixture.JSON.readTree(text);
            file.objections(schema.pointer(), tree).forEach(o -> objections.add(what + ": " + o));
        } catch (JacksonException e) {
            objections.add(what + " is no JSON");
        }
    }

    /** An answer that did not come through a client of the JDK: its text as it stood on the wire. */
    public static Exchange.Told told(String raw) {
        int end = raw.indexOf("\r\n\r\n");
        String[] head = raw.substring(0, end).split("\r\n", -1);
        var headers = new LinkedHashMap<String, List<String>>();
        for (int i = 1; i < head.length; i++) {
            int colon = head[i].indexOf(':');
            headers.put(head[i].substring(0, colon), List.of(head[i].substring(colon + 1).strip()));
        }
        return new Exchange.Told(Integer.parseInt(head[0].split(" ", -1)[1]), Map.copyOf(headers),
                raw.substring(end + 4));
    }
}
