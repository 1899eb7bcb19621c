package dev.carillon.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.carillon.base.Patience;
import dev.carillon.http.OpenApi;
import dev.carillon.http.OpenApi.Operation;
import dev.carillon.http.ServerFixture;

/** Every command of docs/api.md, run by bash and curl as it stands there, gets the status beside it. */
@Tag("database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiDocTest {

    private static final Pattern BLOCK =
            Pattern.compile("```sh\n# (\\d{3})[^\n]*\n(curl .*?)\n```", Pattern.DOTALL);
    private static final Pattern SET_UP = Pattern.compile("```\nCARILLON=[^\n]*\n(.*?)\n```", Pattern.DOTALL);
    private static final Pattern METHOD = Pattern.compile("-X ([A-Z]+)");
    private static final Pattern PATH = Pattern.compile("\"\\$CARILLON(/[^\"?]*)");
    private static final int LONGEST_SECONDS = 60;

    private final RunningServer server = new RunningServer();
    private String called = "";

    @BeforeAll
    void ready() {
        assertTrue(Patience.until(Duration.ofSeconds(10),
                () -> server.send(Ask.get("/health/ready").anonymously()).status() == 200));
    }

    @AfterAll
    void close() {
        server.close();
    }

    /** One command and the status beside it. */
    record Command(int status, String text) {

        String operation() {
            Matcher method = METHOD.matcher(text);
            String verb = method.find() ? method.group(1) : text.contains(" -d ") ? "POST" : "GET";
            Matcher path = PATH.matcher(text);
            assertTrue(path.find(), text);
            String asked = path.group(1).replaceAll("\\$\\w+|%2B\\d+|\\+\\d+", "x");
            return OpenApi.FILE.operations().stream()
                    .filter(o -> o.method().equals(verb) && OpenApi.fits(o.path(), asked))
                    .map(Operation::name)
                    .min((a, b) -> Boolean.compare(a.contains("{"), b.contains("{"))).orElseThrow();
        }

        @Override
        public String toString() {
            return operation() + " " + status;
        }
    }

    private static String page() {
        try {
            return Files.readString(Path.of("docs", "api.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Command> commands() {
        return BLOCK.matcher(page()).results().map(
                (MatchResult found) -> new Command(Integer.parseInt(found.group(1)), found.group(2)))
                .toList();
    }

    @Test
    void every_operation_has_its_command() {
        Set<String> expected =
                OpenApi.FILE.operations().stream().map(Operation::name).collect(Collectors.toSet());
        assertEquals(expected, commands().stream().map(Command::operation).collect(Collectors.toSet()));
        assertEquals(page().split("\ncurl ", -1).length - 1, commands().size(),
                "a command has no status beside it");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void a_command_gets_the_status_beside_it(Command command) throws Exception {
        Matcher setUp = SET_UP.matcher(page());
        assertTrue(setUp.find());
        Path answer = Files.createTempFile(Path.of("target"), "answer-", ".json");
        String script = setUp.group(1)
                + "\ncurl() { command curl -sS --max-time 30 -o \"$ANSWER\" -w '%{http_code}' \"$@\"; }\n"
                + command.text();
        String status = run(script, Map.of("CARILLON", server.address(), "KEY", RunningServer.KEY, "SECRET",
                RunningServer.SECRET, "ANSWER", answer.toString(), "ID", batch(command), "KEY_ID",
                key(command), "TRUNK_ID", trunk(command), "CALL_ID", call(command), "CALL_TOKEN",
                token(command)));
        String text = Files.readString(answer);
        assertEquals(String.valueOf(command.status()), status, text);
        if (command.operation().matches(".*(metrics|openapi.yaml)")) {
            return;
        }
        assertEquals(List.of("message", "status", "error", "data"),
                Reply.names(ServerFixture.JSON.readTree(text)));
    }

    /** A batch call of its own for every command: a draft, or one that runs where only such a one will do. */
    private String batch(Command command) {
        String id = server.draft();
        if (command.operation().matches(".*/(pause|resume|cancel)")) {
            server.send(Ask.of("POST", "/batch-call/" + id + "/execute"));
        }
        return id;
    }

    private String key(Command command) {
        return command.text().contains("$KEY_ID")
                ? server.create(Ask.post("/api/keys", "{}"), "api_key_id")
                : "";
    }

    /** The call of all commands that need one. */
    private String call(Command command) {
        if (command.text().contains("$CALL_ID") && called.isEmpty()) {
            called = server.call();
        }
        return called;
    }

    private String token(Command command) {
        return command.text().contains("$CALL_TOKEN")
                ? server.send(Ask.get("/api/calls/" + called)).field("outcome_token")
                : "";
    }

    /** A trunk of its own for every command that needs one, and what else the page's directory has. */
    private String trunk(Command command) {
        if (!command.text().contains("/api/")) {
            return "";
        }
        server.send(Ask.post("/api/agents", "{\"agent_id\": \"agent_smith\"}"));
        server.send(Ask.post("/api/do-not-call", "{\"number\": \"+99970010002\"}"));
        String id = server.create(Ask.post("/api/trunks", "{\"kind\": \"sandbox\", \"name\": \"Quick\"}"),
                "trunk_id");
        server.send(Ask.post("/api/caller-ids",
                "{\"number\": \"+99970000002\", \"trunks\": [\"" + id + "\"]}"));
        return id;
    }

    private static String run(String script, Map<String, String> environment) throws Exception {
        var builder = new ProcessBuilder("bash", "-eu", "-c", script).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS), "the command does not end");
        return out;
    }
}
