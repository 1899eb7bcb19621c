package dev.carillon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import dev.carillon.base.Patience;
import dev.carillon.contract.RunningServer;
import dev.carillon.http.LogEvents;

/**
 * Whatever is asked and dialled, at the finest level, before any masking: the log has no number, no secret
 * and nothing of a body.
 */
@Tag("database")
class NothingPrivateInLogsTest {

    private static final String NUMBER = "+99970012345";
    private static final String DIGITS = "99970012345";
    private static final String CALLER = "99970000000";
    private static final String NAME = "zebra campaign";
    private static final String PASSWORD = "walrus battery staple";

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger ours = (Logger) LoggerFactory.getLogger("dev.carillon");
    private final Level before = root.getLevel();
    private final LogEvents events = new LogEvents();

    @BeforeEach
    void listen() {
        events.start();
        root.addAppender(events);
        root.setLevel(Level.INFO);
        // What this test provokes is not for the console.
        ours.addAppender(events);
        ours.setAdditive(false);
        ours.setLevel(Level.TRACE);
    }

    @AfterEach
    void stopListening() {
        root.detachAppender(events);
        root.setLevel(before);
        ours.detachAppender(events);
        ours.setAdditive(true);
        ours.setLevel(null);
    }

    @Test
    void requests_calls_and_failures_leave_no_number_secret_or_body_in_the_log() {
        try (var server = new RunningServer()) {
            server.becomes(server.create(NAME, NUMBER), "completed");
            wrongRequests(server);
            tablesGone(server);
            server.becomes(server.create(NAME, NUMBER), "completed");
        }
        String text = text();
        for (String seen : List.of("GET /batch-call/list 200", "{request_id=", "an unexpected error",
                "dialling stops until", "POST none 404")) {
            assertTrue(text.contains(seen), seen + " in " + text);
        }
        for (String hidden : List.of(DIGITS, CALLER, NAME, "zebra", RunningServer.SECRET, "s3cr3t_",
                "calltoken_")) {
            assertFalse(text.contains(hidden), hidden + " in " + text);
        }
    }

    @Test
    void passwords_of_trunks_and_agents_leave_nothing_in_the_log_whether_they_are_kept_or_refused() {
        try (var server = new RunningServer(Map.of("CARILLON_SECRETS_KEY", "Q".repeat(43) + "="))) {
            secrets(server, 201);
            server.execute("alter table trunk rename to trunk_gone");
            server.execute("alter table agent rename to agent_gone");
            secrets(server, 500);
            server.execute("alter table trunk_gone rename to trunk");
            server.execute("alter table agent_gone rename to agent");
        }
        try (var server = new RunningServer()) {
            secrets(server, 400);
        }
        String text = text();
        assertTrue(text.contains("an unexpected error"), text);
        for (String hidden : List.of(PASSWORD, "walrus", "QQQQ", "sip.zebra.example")) {
            assertFalse(text.contains(hidden), hidden + " in " + text);
        }
    }

    private static void secrets(RunningServer server, int status) {
        String secrets = "\"secrets\": {\"password\": \"" + PASSWORD + "\"}";
        var trunk = server.post("/api/trunks",
                """
                {"kind": "sip", "name": "%s", "settings": {"addresses": [{"host": "sip.zebra.example"}]}, %s}"""
                        .formatted(NAME, secrets));
        assertEquals(status, trunk.statusCode(), trunk.body());
        var agent = server.post("/api/agents", """
                {"agent_id": "agent_zoo", "sip": {"uri": "sip:zoo@sip.zebra.example"}, %s}"""
                .formatted(secrets));
        assertEquals(status, agent.statusCode(), agent.body());
        server.post("/api/trunks", "{\"kind\": \"sip\", " + secrets + ", \"" + PASSWORD);
        server.post("/api/trunks", """
                {"kind": "sip", "name": "T", "settings": {"addresses": [{"host": "a"}],
                 "username": {"%s": 1}}, %s}""".formatted(PASSWORD, secrets));
    }

    private static void wrongRequests(RunningServer server) {
        server.get("/batch-call/list?name=" + DIGITS + "&limit=zebra");
        server.get("/batch-call/list");
        server.get("/batch-call/" + DIGITS);
        server.post("/nothing/%2B" + DIGITS, "{}");
        server.post("/batch-call", "{\"name\": \"" + NAME + "\", \"from_number\": \"" + NUMBER + "zebra\"}");
        server.post("/batch-call", "{\"name\": \"" + NAME + "\", \"to_number\": \"" + NUMBER);
        server.post("/batch-call", "{\"" + NUMBER + "\": 1, \"" + NUMBER + "\": 2}");
        var wrongSecret = server.request("/batch-call/list").setHeader("X-API-SECRET", "s3cr3t_wrong");
        assertEquals(401, server.send(wrongSecret).statusCode());
        var wrongToken = HttpRequest.newBuilder(URI.create(server.address() + "/api/calls/call_x"))
                .header("Authorization", "Bearer calltoken_wrong");
        assertEquals(401, server.send(wrongToken).statusCode());
    }

    /** What both halves say when their statements fail. */
    private void tablesGone(RunningServer server) {
        server.execute("alter table task rename to task_gone");
        try {
            var failed = server.post("/batch-call", """
                    {"name": "%s", "from_number": "+%s", "agent_id": "agent_x",
                     "tasks": [{"to_number": "%s"}]}""".formatted(NAME, CALLER, NUMBER));
            assertEquals(500, failed.statusCode(), failed.body());
        } finally {
            server.execute("alter table task_gone rename to task");
        }
        server.execute("alter table batch_progress rename to batch_progress_gone");
        try {
            assertTrue(Patience.until(Duration.ofSeconds(30), () -> text().contains("dialling stops until")),
                    this::text);
        } finally {
            server.execute("alter table batch_progress_gone rename to batch_progress");
        }
    }

    private String text() {
        return List.copyOf(events.list).stream()
                .map(e -> e.getMDCPropertyMap() + " " + e.getFormattedMessage()
                        + " " + ThrowableProxyUtil.asString(e.getThrowableProxy()))
                .collect(Collectors.joining("\n"));
    }
}
