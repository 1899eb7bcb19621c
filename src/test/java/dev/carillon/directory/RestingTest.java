package dev.carillon.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import dev.carillon.contract.RunningServer;

/** What the directory says of trunks that do not work. */
@Tag("database")
class RestingTest {

    private final RunningServer server = new RunningServer();
    private final Client client = new Client(server);

    @AfterEach
    void close() {
        server.close();
    }

    private String node(String lease) {
        return client
                .value("insert into node (started_at, lease_until) values (now(), now() + interval '" + lease
                        + "') returning node_id");
    }

    private void rests(String node, String words, int since) {
        server.execute(
                "insert into trunk_rest (node_id, trunk_id, outcome, reason_text, since, until) select "
                        + node + ", trunk_id, 'trunk_unreachable', '" + words + "', to_timestamp(" + since
                        + "), to_timestamp(4102444800) from trunk");
    }

    private JsonNode resting() {
        JsonNode one = client.get(client.trunk()).data().get("resting");
        assertEquals(one, client.get("/api/trunks").data().get("trunks").get(0).get("resting"));
        return one;
    }

    @Test
    void a_trunk_says_who_rests_it_and_why_as_long_as_they_live() {
        assertTrue(resting().isNull());
        rests(node("-1 hour"), "of a node that is gone", 1);
        assertTrue(resting().isNull());
        rests(node("1 hour"), "was there second", 3);
        rests(node("1 hour"), "was there first", 2);
        JsonNode shown = resting();
        assertEquals("was there first", shown.get("reason_text").asString());
        assertEquals("trunk_unreachable", shown.get("outcome").asString());
        assertEquals(2, shown.get("since").asInt());
        assertEquals(4102444800L, shown.get("until").asLong());
        assertEquals(2, shown.get("nodes").asInt());
        assertEquals(shown, client.patch(client.trunk(), "{'name': 'Other'}").data().get("resting"));
        server.execute("update trunk_rest set until = now()");
        assertTrue(resting().isNull());
    }
}
