package dev.carillon.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.carillon.Law;
import dev.carillon.base.Patience;
import dev.carillon.contract.RunningServer;
import dev.carillon.directory.Client.Reply;
import dev.carillon.doctor.Doctor;

/** The dial half obeys what the directory says. */
@Tag("database")
@Timeout(180)
@Law("Capacity")
class LimitsTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String NUMBER = "/api/caller-ids/+99970000000";

    private final RunningServer server = new RunningServer();
    private final Client client = new Client(server);

    @AfterEach
    void close() {
        server.close();
    }

    private String batch(int tasks) {
        return server.create("limited", IntStream.range(0, tasks)
                .mapToObj(i -> "+9997002%04d".formatted(100 + i)).toArray(String[]::new));
    }

    private Reply callerId(String limits) {
        String trunk = client.trunk().substring("/api/trunks/".length());
        return client.post("/api/caller-ids", "{'number': '+99970000000', 'trunks': ['%s'], %s}"
                .formatted(trunk, limits));
    }

    private void speed(int speed) {
        assertEquals(200, client.patch(client.trunk(), "{'settings': {'speed': %d}}".formatted(speed))
                .status());
    }

    private void lawsHold() {
        assertEquals(List.of(), new Doctor(server.database()).examine());
    }

    @Test
    void a_caller_id_never_has_more_live_calls_than_its_limit() {
        speed(20);
        assertEquals(201, callerId("'max_live_calls': 2").status());
        assertEquals(2, mostTogether(batch(30)));
        lawsHold();
    }

    @Test
    void an_agent_never_has_more_live_calls_than_its_limit() {
        speed(20);
        client.post("/api/agents", "{'agent_id': 'agent_x', 'max_live_calls': 3}");
        assertEquals(3, mostTogether(batch(30)));
        lawsHold();
    }

    @Test
    void what_a_trunk_reserves_is_left_free() {
        speed(20);
        client.patch(client.trunk(), "{'max_live_calls': 5, 'reserved_calls': 1}");
        assertEquals(4, mostTogether(batch(30)));
        lawsHold();
    }

    @Test
    void an_organisation_never_has_more_live_calls_than_its_limit() {
        speed(20);
        client.patch("/api/organization", "{'max_live_calls': 2}");
        assertEquals(2, mostTogether(batch(20)));
        lawsHold();
    }

    @Test
    void a_limit_that_is_made_while_calls_are_live_counts_them() {
        String id = batch(200);
        assertTrue(Patience.until(LONG, () -> live() >= 10));
        assertEquals(201, callerId("'max_live_calls': 4").status());
        lawsHold();
        assertTrue(Patience.until(LONG, () -> live() <= 4));
        int sent = sent();
        assertTrue(sent < 200, "all were begun before the limit");
        assertTrue(Patience.until(LONG, () -> {
            assertTrue(live() <= 4);
            return sent() >= Math.min(200, sent + 5);
        }));
        assertEquals(200, client.patch(NUMBER, "{'max_live_calls': 500}").status());
        speed(100);
        server.becomes(id, "completed");
        lawsHold();
        assertEquals("0", client.value("select live from usage where scope = 20"));
    }

    /** The most calls that were seen on the line together until the batch was completed. */
    private int mostTogether(String id) {
        int most = 0;
        while (!client.get("/batch-call/" + id).field("status").equals("completed")) {
            most = Math.max(most, live());
        }
        return most;
    }

    private int sent() {
        return Integer.parseInt(
                client.value("select sent from batch_progress order by batch_id desc limit 1"));
    }

    private int live() {
        return Integer.parseInt(client.value("select count(*) from on_line"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/organization", "/api/agents/agent_x", "trunk", NUMBER})
    @Law("Obedience")
    void a_pace_that_is_made_faster_is_obeyed_by_who_waits_for_the_slow_one(String limited) {
        speed(100);
        client.post("/api/agents", "{'agent_id': 'agent_x'}");
        callerId("'max_live_calls': 100");
        String path = limited.equals("trunk") ? client.trunk() : limited;
        assertEquals(200, client.patch(path, "{'calls_per_second': 0.002}").status());
        String id = batch(20);
        assertTrue(Patience.until(LONG, () -> client.get("/batch-call/" + id).field("sent").equals("1")));
        assertEquals(200, client.patch(path, "{'calls_per_second': 40}").status());
        server.becomes(id, "completed");
        lawsHold();
    }

    @Test
    void limits_that_come_and_go_while_calls_are_claimed_are_exact() {
        speed(100);
        client.patch(client.trunk(), "{'calls_per_second': 200}");
        String id = batch(900);
        assertEquals(201, callerId("'max_live_calls': 400").status());
        for (int i = 0; i < 40; i++) {
            assertEquals(200, client.patch(NUMBER, "{'max_live_calls': null}").status());
            assertEquals(200, client.patch(NUMBER, "{'max_live_calls': 400}").status());
            assertEquals("0", client.value("""
                    select abs(u.live - (select count(*) from on_line)) from usage u where u.scope = 20"""));
        }
        server.becomes(id, "completed");
        assertEquals("0", client.value("select live from usage where scope = 20"));
        lawsHold();
    }

    @Test
    @Law("Progress")
    void a_trunk_with_live_calls_is_not_deleted_and_a_batch_without_any_pauses() {
        String id = batch(200);
        assertTrue(Patience.until(LONG, () -> live() > 0));
        String trunk = client.trunk();
        assertEquals(409, client.delete(trunk).status());
        client.patch(trunk, "{'paused': true}");
        server.becomes(id, "paused");
        assertTrue(client.get("/batch-call/" + id).json().toString().contains("no_trunk"));
        assertTrue(Patience.until(LONG, () -> client.delete(trunk).status() == 200));
        assertEquals(201, client.post("/api/trunks", "{'kind': 'sandbox', 'name': 'Next', 'settings':"
                + " {'speed': 100}}").status());
        assertEquals("*", client.get("/api/caller-ids/*").field("number"));
        assertEquals(200, client.post("/batch-call/" + id + "/resume", "").status());
        server.becomes(id, "completed");
        lawsHold();
    }
}
