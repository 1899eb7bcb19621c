package dev.carillon.carrier.sip.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import dev.carillon.Law;
import dev.carillon.base.Patience;
import dev.carillon.carrier.sip.transaction.Hop;
import dev.carillon.carrier.sip.transaction.Transport;
import dev.carillon.contract.RunningServer;
import dev.carillon.doctor.Doctor;
import dev.carillon.http.ServerFixture;

/** A whole server with two trunks of one caller ID, of which the first does not work. */
@Tag("database")
@Needs(Tool.SIPP)
class FailoverTest {

    private static final Duration MOST = Duration.ofSeconds(60);
    private static final String CALLER = "+4930123456";
    private static final String COMPLETED = "select count(*) from attempt where outcome = 'completed'";
    private static final String NOT_PLACED = "select count(*) from attempt where outcome = 'not_placed'";
    private static final String NO_CIRCUIT = "Reason: Q.850;cause=34;text=\"no circuit\"";
    private static final Script REFUSES = Script.of("carrier/refuses.xml")
            .with("status", "503 Service Unavailable").with("header", NO_CIRCUIT);
    private static final Script HANGS_UP = Script.of("carrier/answers-and-hangs-up.xml");
    private static final Script AGENT = Script.of("agent/answers.xml");

    @TempDir
    private Path folder;

    private final RunningServer server = new RunningServer();
    private int next = 1;

    @BeforeEach
    void phonesMayRingAtAnyTime() {
        patch("/api/organization",
                "{'calling_window': {'hours': [{'start_time': '00:00', 'end_time': '00:00'}]}}");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static String json(String body) {
        return body.replace('\'', '"');
    }

    private void patch(String path, String body) {
        assertEquals(200,
                server.send(server.request(path).method("PATCH", BodyPublishers.ofString(json(body))))
                        .statusCode());
    }

    private String made(String path, String body, String field) {
        HttpResponse<String> response = server.post(path, json(body));
        assertEquals(201, response.statusCode(), response.body());
        return ServerFixture.json(response).get("data").get(field).stringValue();
    }

    private String trunk(String name, Hop hop, int keepAlive) {
        String transport = hop.transport() == Transport.UDP ? "udp" : "tcp";
        return made("/api/trunks", "{'kind': 'sip', 'name': '" + name + "', 'max_live_calls': 50,"
                + " 'calls_per_second': 50, 'settings': {'addresses': [{'host': '127.0.0.1', 'port': "
                + hop.port() + "}], 'transport': '" + transport + "', 'keep_alive_seconds': " + keepAlive
                + "}}", "trunk_id");
    }

    private void reached(List<String> trunks, Sipp agent) {
        made("/api/caller-ids", "{'number': '" + CALLER + "', 'trunks': ['" + String.join("', '", trunks)
                + "']}", "number");
        made("/api/agents", "{'agent_id': 'agent_ada', 'sip': {'uri': 'sip:ada@127.0.0.1:"
                + agent.hop().port() + "'}}", "agent_id");
    }

    /** Dials so many numbers, and waits until all of them are done. */
    private void dialled(int tasks) {
        int first = next;
        next += tasks;
        String numbers = IntStream.range(first, next).mapToObj("{'to_number': '+49309%06d'}"::formatted)
                .collect(Collectors.joining(", "));
        server.becomes(made("/batch-call", "{'from_number': '" + CALLER + "', 'agent_id': 'agent_ada',"
                + " 'sandbox': false, 'retry_config': {'enabled': false}, 'tasks': [" + numbers + "]}",
                "batch_call_id"), "completed");
    }

    private String value(String sql) {
        return server.database()
                .read(handle -> String.valueOf(handle.createQuery(sql).mapTo(String.class).one()));
    }

    private JsonNode shown(String trunk) {
        return ServerFixture.json(server.send(server.request("/api/trunks/" + trunk))).get("data");
    }

    private boolean rests(String trunk) {
        return !shown(trunk).get("resting").isNull();
    }

    private String metrics() {
        return server.get("/metrics");
    }

    private void becomes(String what, BooleanSupplier condition) {
        assertTrue(Patience.until(MOST, condition), what);
    }

    /** Every law holds, and nobody holds a place any more. */
    private void lawful() {
        assertEquals(List.of(), new Doctor(server.database()).examine());
        assertEquals("0", value("select coalesce(sum(live), 0) from usage"));
        assertEquals("0", value("select count(*) from on_line"));
        assertEquals("0", value("select count(*) from resumable"));
    }

    @Test
    @Law("Single dial")
    void a_call_that_one_trunk_refuses_is_another_dialog_with_the_next_and_one_attempt() {
        try (var refusing = Sipp.called(REFUSES, folder);
                var carrier = Sipp.called(HANGS_UP, folder);
                var agent = Sipp.called(AGENT, folder)) {
            String first = trunk("first", refusing.hop(), 0);
            String second = trunk("second", carrier.hop(), 0);
            reached(List.of(first, second), agent);
            dialled(1);
            refusing.assertPlayed(MOST);
            carrier.assertPlayed(MOST);
            assertEquals("1", value(COMPLETED), carrier::report);
            String refused = refusing.received("INVITE").getFirst().request().callId();
            String taken = carrier.received("INVITE").getFirst().request().callId();
            assertNotEquals(refused, taken);
            JsonNode call =
                    ServerFixture.json(server.send(server.request("/api/calls/" + callId()))).get("data");
            JsonNode failed = call.get("failed_placements");
            assertEquals(1, failed.size());
            assertEquals(first + " congestion 503 34 no circuit",
                    String.join(" ", failed.get(0).get("trunk_id").asString(),
                            failed.get(0).get("outcome").asString(),
                            failed.get(0).get("sip_status").asString(),
                            failed.get(0).get("q850_cause").asString(),
                            failed.get(0).get("reason_text").asString()));
            assertEquals(second, value("select t.public_id from attempt a join trunk t using (trunk_id)")
                    .replace("-", "").transform(id -> "trunk_" + id));
            assertEquals("1 1", value("select sent || ' ' || completed from batch_progress"));
            lawful();
        }
    }

    private String callId() {
        JsonNode batches = ServerFixture.json(server.send(server.request("/batch-call/list"))).get("data");
        String batch = batches.get("batch_calls").get(0).get("batch_call_id").asString();
        return ServerFixture.json(server.send(server.request("/batch-call/" + batch + "/tasks"))).get("data")
                .get("tasks").get(0).get("call_id").asString();
    }

    @Test
    @Law("Progress")
    void while_a_trunk_is_dead_the_calls_go_on_over_the_other_and_it_rests_and_is_shown_so() {
        try (var carrier = Sipp.many(HANGS_UP.endless(), folder);
                var agent = Sipp.many(AGENT.endless(), folder)) {
            String dead = trunk("dead", Hop.of(Transport.TCP, Ports.HOST, Ports.free()), 0);
            String other = trunk("other", carrier.hop(), 0);
            reached(List.of(dead, other), agent);
            dialled(40);
            assertEquals("40", value(COMPLETED));
            int moved = Integer.parseInt(value("select count(*) from placement"));
            assertTrue(moved >= 3 && moved < 40, () -> moved + " were tried over the dead trunk");
            assertEquals("trunk_unreachable",
                    value("select string_agg(distinct outcome, ' ') from placement"));
            becomes("the dead trunk rests", () -> {
                dialled(4);
                return rests(dead);
            });
            assertEquals("trunk_unreachable", shown(dead).get("resting").get("outcome").asString());
            assertTrue(metrics().contains("carillon_dial_trunk_resting{reason=\"trunk_unreachable\",trunk="),
                    this::metrics);
            lawful();
        }
    }

    @Test
    @Needs({Tool.SIPP, Tool.KAMAILIO})
    void a_trunk_that_answers_options_no_more_rests_before_a_call_finds_out_until_it_does_again() {
        try (var behind = Sipp.many(HANGS_UP.endless(), folder);
                var carrier = Sipp.many(HANGS_UP.endless(), folder);
                var agent = Sipp.many(AGENT.endless(), folder)) {
            int port = Ports.free();
            String first = trunk("first", Hop.of(Transport.TCP, Ports.HOST, port), 5);
            String second = trunk("second", carrier.hop(), 0);
            reached(List.of(first, second), agent);
            becomes("nobody is there", () -> metrics().contains("carillon_sip_trunks_unreachable 1"));
            try (var edge = Kamailio.at(port, behind.hop(), folder, null)) {
                becomes("somebody is there", () -> metrics().contains("carillon_sip_trunks_unreachable 0"));
                dialled(3);
                assertEquals("3", over(first), edge::said);
            }
            becomes("it rests", () -> rests(first));
            dialled(5);
            assertEquals("5", over(second));
            assertEquals("0", value("select count(*) from placement"));
            try (var edge = Kamailio.at(port, behind.hop(), folder, null)) {
                becomes("it is taken again", () -> metrics().contains("carillon_sip_trunks_unreachable 0")
                        && !rests(first));
                dialled(2);
                assertEquals("5", over(first), edge::said);
            }
            lawful();
        }
    }

    @Test
    void a_trunk_that_says_when_to_come_again_is_left_alone_until_then_and_shown_so() {
        Script busyHour = Script.of("carrier/refuses.xml").with("status", "503 Service Unavailable")
                .with("header", "Retry-After: 300");
        try (var refusing = Sipp.called(busyHour, folder);
                var carrier = Sipp.many(HANGS_UP.endless(), folder);
                var agent = Sipp.many(AGENT.endless(), folder)) {
            String first = trunk("first", refusing.hop(), 0);
            String second = trunk("second", carrier.hop(), 0);
            reached(List.of(first, second), agent);
            dialled(1);
            becomes("it rests", () -> rests(first));
            dialled(5);
            assertEquals("6", over(second), carrier::report);
            assertEquals("1", value("select count(*) from placement"));
            JsonNode resting = shown(first).get("resting");
            assertEquals("congestion", resting.get("outcome").asString());
            assertEquals("Service Unavailable, no calls wanted for 300 s",
                    resting.get("reason_text").asString());
            assertEquals(300, resting.get("until").asLong() - resting.get("since").asLong());
            lawful();
        }
    }

    @Test
    @Needs({Tool.SIPP, Tool.KAMAILIO})
    void an_address_that_is_a_black_hole_costs_the_calls_that_find_it_out_and_no_others() {
        int port = Ports.free();
        try (var hole = new BlackHole();
                var behind = Sipp.many(HANGS_UP.endless(), folder);
                var edge = Kamailio.at(port, behind.hop(), folder, null);
                var agent = Sipp.many(AGENT.endless(), folder)) {
            String trunk = made("/api/trunks", "{'kind': 'sip', 'name': 'two', 'max_live_calls': 50,"
                    + " 'calls_per_second': 50, 'settings': {'addresses': [{'host': '127.0.0.1', 'port': "
                    + hole.port() + ", 'priority': 1}, {'host': '127.0.0.1', 'port': " + port
                    + ", 'priority': 2}], 'transport': 'tcp', 'keep_alive_seconds': 0}}", "trunk_id");
            reached(List.of(trunk), agent);
            dialled(10);
            assertEquals("10", over(trunk), edge::said);
            String late = value(NOT_PLACED);
            assertNotEquals("0", late);
            dialled(30);
            assertEquals("40", over(trunk), edge::said);
            assertEquals(late, value(NOT_PLACED));
            lawful();
        }
    }

    /** How many calls were completed over it. */
    private String over(String trunk) {
        return value(COMPLETED + " and trunk_id = (select trunk_id from trunk where public_id = '"
                + trunk.substring("trunk_".length()) + "')");
    }
}
