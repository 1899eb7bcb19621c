package dev.carillon.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

import dev.carillon.base.Chance;
import dev.carillon.doctor.Doctor;
import dev.carillon.http.OpenApi;
import dev.carillon.http.OpenApi.Operation;
import dev.carillon.http.OpenApi.Part;
import dev.carillon.http.ServerFixture;

/**
 * Every route, parameter and field of the file, with good values, edges, other types, huge and strange ones,
 * drawn from a seed: no answer is a defect, every answer is as described, and the laws hold afterwards.
 * {@code -Dcarillon.fuzz.seed=} repeats a run, {@code -Dcarillon.fuzz.rounds=} makes it longer.
 */
@Tag("database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FuzzTest {

    private static final int ROUNDS = Integer.getInteger("carillon.fuzz.rounds", 40);
    private static final int MOST_IDS = 40;
    private static final int OFTEN = 15;
    private static final int SELDOM = 300;

    private final long seed = Long.getLong("carillon.fuzz.seed", Chance.secure().nextLong());
    private final RandomGenerator random = Chance.seeded(seed);
    private final OpenApi file = OpenApi.FILE;
    private final RunningServer server =
            new RunningServer(Map.of("CARILLON_SECRETS_KEY", "A".repeat(43) + "="));
    /** Ids that the server gave, by the path that takes them. */
    private final Map<String, List<String>> ids = new TreeMap<>();
    private final Map<Integer, Integer> statuses = new TreeMap<>();

    @AfterAll
    void close() {
        server.close();
    }

    @Test
    void whatever_is_sent_no_answer_is_a_defect_and_every_law_holds_afterwards() {
        System.out.println("fuzz: -Dcarillon.fuzz.seed=" + seed);
        ids.put("/batch-call/", new ArrayList<>(List.of(server.draft())));
        ids.put("/api/calls/", List.of(server.call()));
        for (int round = 0; round < ROUNDS; round++) {
            for (Operation operation : file.operations()) {
                ask(operation, new Drawn(random, file, round % 2 == 0 ? OFTEN : SELDOM));
            }
        }
        System.out.println("fuzz: " + statuses);
        assertTrue(statuses.getOrDefault(200, 0) > ROUNDS && statuses.getOrDefault(201, 0) > ROUNDS / 8,
                "seed " + seed + ": too few good requests: " + statuses);
        assertEquals(200, server.send(Ask.get("/health/live").anonymously()).status());
        assertEquals(List.of(), new Doctor(server.database).examine(), "seed " + seed);
    }

    private void ask(Operation operation, Drawn drawn) {
        Ask ask = request(operation, drawn);
        try {
            Reply reply = server.send(ask);
            assertTrue(reply.status() < 500, reply.text());
            statuses.merge(reply.status(), 1, Integer::sum);
            remember(operation, reply);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed + ": " + ask + ": " + e.getMessage(), e);
        }
    }

    private void remember(Operation operation, Reply reply) {
        if (reply.status() != 201 || operation.path().endsWith("/tasks")) {
            return;
        }
        String id = reply.data().valueStream().findFirst().map(JsonNode::asString).orElseThrow();
        if (reply.data().path("kind").asString("").equals("sip")) {
            // Beside it batch calls would be live ones, and need a caller ID that hardly any drawn one has.
            server.send(Ask.of("DELETE", operation.path() + "/" + id));
            return;
        }
        List<String> known = ids.computeIfAbsent(operation.path() + "/", p -> new ArrayList<>());
        known.add(id);
        if (known.size() > MOST_IDS) {
            known.removeFirst();
        }
    }

    private Ask request(Operation operation, Drawn drawn) {
        var query = new ArrayList<String>();
        Ask ask = Ask.of(operation.method(), path(operation, drawn));
        for (Map.Entry<String, Part> p : file.parameters(operation).entrySet()) {
            Part schema = file.below(p.getValue(), "schema");
            String in = p.getValue().tree().get("in").asString();
            if (in.equals("query") && random.nextInt(3) == 0) {
                query.add(p.getKey() + "=" + encoded(drawn, plain(drawn.value(schema))));
            } else if (in.equals("header") && random.nextInt(4) == 0) {
                ask = ask.header(p.getKey(), header(plain(drawn.value(schema))));
            }
        }
        if (drawn.odd()) {
            query.add(encoded(drawn, drawn.strangeText()));
        }
        if (!query.isEmpty()) {
            ask = new Ask(ask.method(), ask.target() + "?" + String.join("&", query), ask.wire(),
                    ask.headers(),
                    ask.anonymous());
        }
        return body(operation, drawn, ask);
    }

    private String path(Operation operation, Drawn drawn) {
        int at = operation.path().indexOf('{');
        if (at < 0) {
            return operation.path();
        }
        List<String> known = ids.getOrDefault(operation.path().substring(0, at), List.of());
        String id = known.isEmpty() || drawn.odd()
                ? URLEncoder.encode("x" + shortened(drawn.strangeText()), StandardCharsets.UTF_8).replace("+",
                        "%20")
                : drawn.one(known);
        return operation.path().replaceAll("\\{\\w+}", Matcher.quoteReplacement(id));
    }

    private Ask body(Operation operation, Drawn drawn, Ask ask) {
        Part body = file.below(new Part(operation.pointer(), operation.tree()), "requestBody");
        Part media = file.below(file.below(body, "content"), "application/json");
        if (media.tree().isMissingNode()) {
            return drawn.odd() ? ask.with(drawn.strangeText()) : ask;
        }
        Part schema = file.below(media, "schema");
        List<JsonNode> examples =
                file.below(media, "examples").tree().valueStream().map(e -> e.get("value")).toList();
        JsonNode drawnBody =
                random.nextBoolean() ? drawn.varied(drawn.one(examples), schema) : drawn.value(schema);
        byte[] bytes = ServerFixture.JSON.writeValueAsBytes(drawnBody);
        return ask.with(drawn.odd() ? broken(bytes) : bytes);
    }

    /** Cut off, or with a byte that is another. */
    private byte[] broken(byte[] bytes) {
        if (bytes.length == 0 || random.nextBoolean()) {
            return Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
        }
        byte[] other = bytes.clone();
        other[random.nextInt(other.length)] = (byte) random.nextInt(256);
        return other;
    }

    private static String plain(JsonNode value) {
        return value.isString() ? value.asString() : value.toString();
    }

    private static String encoded(Drawn drawn, String value) {
        String text = URLEncoder.encode(shortened(value), StandardCharsets.UTF_8);
        return drawn.odd() ? text + "%ff" : text;
    }

    /** What a client of the JDK can put on one line. */
    private static String header(String value) {
        return shortened(value).chars().filter(c -> c >= ' ' && c < 127)
                .mapToObj(c -> String.valueOf((char) c)).collect(Collectors.joining()).strip();
    }

    private static String shortened(String text) {
        return text.substring(0, Math.min(600, text.length()));
    }
}
