package dev.carillon.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.carillon.Law;
import dev.carillon.base.Chance;
import dev.carillon.base.Patience;
import dev.carillon.base.Secrets;
import dev.carillon.call.SecretText;
import dev.carillon.contract.RunningServer;
import dev.carillon.db.StartRefused;
import dev.carillon.directory.Client.Reply;

/** Trunks on which phones ring, agents that are reached, and what is kept of both encrypted. */
@Tag("database")
class LiveTrunksTest {

    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);
    private static final String OTHER_KEY = Base64.getEncoder().encodeToString(new byte[]{1, 2, 3, 4, 5, 6, 7,
            8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
            32});
    private static final String PASSWORD = "correct horse battery staple";
    private static final String TRUNK = "{'kind': 'sip', 'name': 'Real', 'settings': {'addresses':"
            + " [{'host': 'sip.example.com'}], 'username': 'u1'}%s}";
    private static final String FROM = "+4930123456";

    private final RunningServer server = new RunningServer(Map.of("CARILLON_SECRETS_KEY", KEY));
    private final Client client = new Client(server);

    @AfterEach
    void close() {
        server.close();
    }

    private Reply trunk(String more) {
        Reply made = client.post("/api/trunks", TRUNK.formatted(more));
        assertEquals(201, made.status(), made.json().toString());
        return made;
    }

    private static String secret(String name) {
        return "'secrets': {'" + name + "': '" + PASSWORD + "'}";
    }

    private String organization() {
        return client.get("/api/organization").field("organization_id");
    }

    private String opened(String table, String publicId) {
        String kept = client.value("select secrets::text from " + table + " where secrets <> '{}'");
        return Secrets.of(KEY, null, Chance.seeded(1)).open(
                Objects.requireNonNull(SecretText.read(kept).get("password")),
                Secrets.place(organization(), table, publicId, "password"));
    }

    /** No row of any table has it, and no answer either. */
    private void hidden(Reply... replies) {
        for (Reply reply : replies) {
            assertFalse(reply.json().toString().contains("horse"), reply.json().toString());
        }
        for (String table : new String[]{"trunk", "agent", "idempotency", "event"}) {
            assertEquals("0",
                    client.value("select count(*) from " + table + " t where t::text like '%horse%'"));
        }
    }

    @Test
    void a_sip_trunk_has_its_settings_careful_limits_and_calls_the_countries_of_its_caller_ids() {
        Reply made = trunk("");
        assertEquals("sip 10 1.0 1 0 false", String.join(" ", made.field("kind"),
                made.field("max_live_calls"), made.field("calls_per_second"), made.field("burst"),
                made.field("reserved_calls"), made.field("paused")));
        String path = "/api/trunks/" + made.field("trunk_id");
        assertEquals("[]", client.get(path).data().get("secrets").toString());
        assertEquals("u1", client.get(path).data().get("settings").get("username").asString());
        assertEquals(destinations(""), said(path));
        callerId(FROM, made);
        callerId("+431234567", made);
        assertEquals(destinations("\"AT\",\"DE\""), said(path));
        callerId("+4940123456", made);
        client.delete("/api/caller-ids/" + FROM);
        assertEquals(destinations("\"AT\",\"DE\""), said(path));
        client.delete("/api/caller-ids/+4940123456");
        assertEquals(destinations("\"AT\""), said(path));
        client.patch(path, "{'destinations': {'countries': ['FR']}}");
        callerId(FROM, made);
        assertEquals("{\"countries\":[\"FR\"],\"kinds\":[]}", said(path));
        client.patch(path, "{'destinations': {'by_caller_ids': true}}");
        assertEquals(destinations("\"AT\",\"DE\""), said(path));
        assertTrue(client.patch(path, "{'settings': {'addresses': [{'host': 'a b'}]}}").error()
                .startsWith("settings.addresses[0].host: is not a host; allowed: "));
    }

    private static String destinations(String countries) {
        return "{\"countries\":[" + countries + "],\"kinds\":[],\"by_caller_ids\":true}";
    }

    private String said(String path) {
        return client.get(path).data().get("destinations").toString();
    }

    private void callerId(String number, Reply trunk) {
        Reply made = client.post("/api/caller-ids",
                "{'number': '%s', 'trunks': ['%s']}".formatted(number, trunk.field("trunk_id")));
        assertEquals(201, made.status(), made.json().toString());
    }

    @Test
    void a_password_is_kept_encrypted_named_and_never_shown() {
        Reply made = client.once("once", "/api/trunks", TRUNK.formatted(", " + secret("password")));
        String id = made.field("trunk_id");
        String path = "/api/trunks/" + id;
        assertEquals("[\"password\"]", made.data().get("secrets").toString());
        Reply agent = client.once("other", "/api/agents",
                "{'agent_id': 'agent_a', 'sip': {'uri': 'sip:a@example.com'}, " + secret("password") + "}");
        assertEquals("[\"password\"]", agent.data().get("secrets").toString());
        hidden(made, agent, client.get(path), client.get("/api/trunks"), client.get("/api/agents/agent_a"),
                client.get("/api/agents"), client.patch(path, "{'name': 'Other'}"),
                client.once("once", "/api/trunks", TRUNK.formatted(", " + secret("password"))));
        assertEquals(PASSWORD, opened("trunk", id));
        assertEquals(PASSWORD, opened("agent", "agent_a"));
        Reply none = client.patch(path, "{'secrets': {'password': null}}");
        assertEquals("[]", none.data().get("secrets").toString());
        assertEquals("[]", client.get(path).data().get("secrets").toString());
    }

    @Test
    void a_password_goes_to_no_host_that_it_was_not_given_for() {
        String path = "/api/trunks/" + trunk(", " + secret("password")).field("trunk_id");
        String elsewhere = "'settings': {'addresses': [{'host': 'SIP.example.com'}, {'host': '%s'}]}";
        String other = elsewhere.formatted("other.example");
        Reply refused = client.patch(path, "{" + other + "}");
        assertEquals("secrets.password: was not given for other.example, where these settings would send it;"
                + " allowed: given anew with them, or null; or settings with the hosts there were",
                refused.error());
        assertEquals("u1", client.get(path).data().get("settings").get("username").asString());
        assertEquals(400, client.patch(path, "{'settings': {'addresses':"
                + " [{'host': 'sip.example.com', 'port': 5070}]}}").status());
        assertEquals(200, client.patch(path, "{'settings': {'addresses':"
                + " [{'host': 'sip.example.com', 'weight': 2}], 'username': 'u2'}}").status());
        assertEquals(200, client.patch(path, "{" + other + ", " + secret("password") + "}").status());
        assertEquals(400, client.patch(path, "{" + elsewhere.formatted("third.example") + "}").status());
        assertEquals(200, client.patch(path,
                "{" + elsewhere.formatted("third.example") + ", 'secrets': {'password': null}}").status());
        assertEquals(200, client.patch(path, "{" + other + "}").status(), "there is none any more");
    }

    @Test
    void the_token_of_an_api_and_an_agents_password_go_to_no_other_host_either() {
        String rest = "'settings': {'account_sid': 'AC1', 'public_url': 'https://%s', 'base_url': '%s'}";
        String path = "/api/trunks/" + client.post("/api/trunks", "{'kind': 'rest', 'name': 'API', "
                + rest.formatted("calls.example.com", "https://api.example.com/v1") + ", "
                + secret("auth_token") + "}").field("trunk_id");
        assertEquals(200, client.patch(path, "{"
                + rest.formatted("other.example.com", "https://API.example.com") + "}").status());
        assertTrue(client.patch(path, "{"
                + rest.formatted("calls.example.com", "https://api.example.net") + "}").error()
                .startsWith("secrets.auth_token: was not given for api.example.net, "));
        String agent = "/api/agents/agent_a";
        client.post("/api/agents", "{'agent_id': 'agent_a', 'sip': {'uri': 'sip:a@example.com'}, "
                + secret("password") + "}");
        assertTrue(client.patch(agent, "{'sip': {'uri': 'sip:a@example.net'}}").error()
                .startsWith("secrets.password: was not given for example.net, "));
        assertEquals(200, client.patch(agent, "{'sip': {'uri': 'sip:b@example.com'}}").status());
        assertEquals(200, client.patch(agent, "{'sip': null}").status());
        assertEquals(400, client.patch(agent, "{'sip': {'uri': 'sip:a@example.net'}}").status());
        assertEquals(200, client.patch(agent, "{'sip': {'uri': 'sip:a@example.net'}, "
                + secret("password") + "}").status());
    }

    @Test
    void a_wrong_secret_is_refused_without_being_repeated() {
        Reply unknown = client.post("/api/trunks", TRUNK.formatted(", " + secret("token")));
        assertTrue(unknown.error().startsWith("secrets.token: is not known; allowed: password"),
                unknown.error());
        Reply sandbox = client.post("/api/trunks",
                "{'kind': 'sandbox', 'name': 'S', " + secret("password") + "}");
        assertTrue(sandbox.error().startsWith("secrets: "), sandbox.error());
        Reply empty = client.post("/api/trunks", TRUNK.formatted(", 'secrets': {'password': ''}"));
        assertTrue(empty.error().startsWith("secrets.password: is empty"), empty.error());
        Reply inSettings = client.post("/api/trunks", "{'kind': 'sip', 'name': 'T', 'settings':"
                + " {'addresses': [{'host': 'a'}], 'password': '" + PASSWORD + "'}}");
        assertTrue(inSettings.error().startsWith("settings.password: is not a setting"), inSettings.error());
        hidden(unknown, sandbox, empty, inSettings);
    }

    @Test
    void an_agent_that_is_reached_has_ten_live_calls_unless_somebody_says_otherwise() {
        String path = "/api/agents/agent_a";
        client.post("/api/agents", "{'agent_id': 'agent_a', 'name': 'A'}");
        assertEquals("500", client.get(path).field("max_live_calls"));
        Reply reached = client.patch(path, "{'sip': {'uri': 'sip:a@example.com;transport=tls'}}");
        assertEquals("10", reached.field("max_live_calls"));
        assertEquals("10", client.value("select max_live from usage where scope = 50 and id = 'agent_a'"));
        assertEquals("sip:a@example.com;transport=tls",
                client.get(path).data().get("sip").get("uri").asString());
        assertEquals("70", client.patch(path, "{'max_live_calls': 70}").field("max_live_calls"));
        assertEquals("70", client.patch(path, "{'sip': null}").field("max_live_calls"));
        assertTrue(client.get(path).data().get("sip").isNull());
        assertTrue(client.patch(path, "{'sip': {'uri': 'tel:+4930123456'}}").error()
                .startsWith("sip.uri: is not a SIP address"));
    }

    @Test
    void any_number_is_for_the_sandbox_alone() {
        String live = trunk("").field("trunk_id");
        Reply refused = client.patch("/api/caller-ids/*", "{'trunks': ['" + live + "']}");
        assertTrue(refused.error().startsWith("trunks: "), refused.error());
        assertEquals("0", client.value("select count(*) from caller_id c join trunk t using (trunk_id)"
                + " where c.number = '*' and t.kind = 'sip'"));
    }

    @Test
    void with_a_live_trunk_a_batch_call_is_live_and_needs_a_caller_id_and_agents_that_are_reached() {
        assertTrue(batch("'sandbox': false").error().startsWith("sandbox: is false, but"));
        String sandboxed = batch("'status': 'draft'").field("batch_call_id");
        Reply live = trunk("");
        Reply noCallerId = batch("'status': 'draft'");
        assertTrue(noCallerId.error().startsWith("from_number: is not a caller ID"), noCallerId.error());
        callerId(FROM, live);
        Reply noAgent = batch("'status': 'draft'");
        assertTrue(noAgent.error().startsWith("agent_id: agent_x is not in the directory"), noAgent.error());
        assertTrue(noAgent.error().contains("unknown_agent"), noAgent.error());
        client.post("/api/agents", "{'agent_id': 'agent_x'}");
        assertEquals(400, batch("'status': 'draft'").status());
        client.patch("/api/agents/agent_x", "{'sip': {'uri': 'sip:x@example.com'}}");
        Reply made = batch("'status': 'draft'");
        assertEquals("false", made.field("sandbox"));
        String path = "/batch-call/" + made.field("batch_call_id");
        assertTrue(client.post(path + "/tasks",
                "{'tasks': [{'to_number': '+493012345', 'agent_id': 'agent_y'}]}").error()
                .startsWith("tasks[0].agent_id: agent_y is not in the directory"));
        assertTrue(client.patch(path, "{'agent_id': 'agent_y'}").error().startsWith("agent_id: agent_y"));
        client.patch("/api/agents/agent_x", "{'sip': null}");
        assertTrue(client.post(path + "/execute", "").error().startsWith("agent_id: agent_x"));
        assertTrue(client.patch(path, "{'status': 'sent'}").error().startsWith("agent_id: agent_x"));
        assertEquals("true", batch("'status': 'draft', 'sandbox': true").field("sandbox"));
        assertEquals("true", client.get("/batch-call/" + sandboxed).field("sandbox"));
        assertEquals(200, client.post("/batch-call/" + sandboxed + "/execute", "").status());
    }

    private Reply batch(String more) {
        return client.post("/batch-call", ("{'from_number': '" + FROM + "', 'agent_id': 'agent_x', 'tasks':"
                + " [{'to_number': '+4930999999', 'not_before': 4102444800}], %s}").formatted(more));
    }

    @Test
    @Law("Obedience")
    void a_live_batch_call_without_its_agent_pauses_and_says_why() {
        callerId(FROM, trunk(""));
        client.post("/api/agents", "{'agent_id': 'agent_x', 'sip': {'uri': 'sip:x@example.com'}}");
        String id = batch("'status': 'sent'").field("batch_call_id");
        assertEquals("sent", client.get("/batch-call/" + id).field("status"));
        assertEquals(200, client.delete("/api/agents/agent_x").status());
        assertTrue(Patience.until(Duration.ofSeconds(20),
                () -> client.get("/batch-call/" + id).field("status").equals("paused")));
        assertEquals("unknown_agent", client.get("/batch-call/" + id).field("reason"));
    }

    @Test
    void without_a_key_no_secret_is_taken_and_one_that_is_there_can_be_removed() {
        String path = "/api/trunks/" + trunk(", " + secret("password")).field("trunk_id");
        try (var keyless = server.another(Map.of())) {
            var other = new Client(keyless);
            Reply refused = other.patch(path, "{" + secret("password") + "}");
            assertTrue(refused.error().startsWith("secrets: cannot be kept"), refused.error());
            assertTrue(refused.error().contains("openssl rand -base64 32"), refused.error());
            assertFalse(refused.error().contains("horse"), refused.error());
            assertEquals("Renamed", other.patch(path, "{'name': 'Renamed'}").field("name"));
            assertEquals("[\"password\"]", other.get(path).data().get("secrets").toString());
            assertEquals("[]", other.patch(path, "{'secrets': {'password': null}}").data().get("secrets")
                    .toString());
        }
    }

    @Test
    void a_node_with_another_key_does_not_start_and_says_whose_secrets_it_cannot_open() {
        String id = trunk(", " + secret("password")).field("trunk_id");
        var wrong = assertThrows(StartRefused.class,
                () -> server.another(Map.of("CARILLON_SECRETS_KEY", OTHER_KEY)).close());
        String line = String.valueOf(wrong.getMessage());
        assertTrue(line.startsWith("secrets.key does not open the passwords of " + id), line);
        assertFalse(line.contains("\n") || line.contains(OTHER_KEY) || line.contains(KEY), line);
        server.another(Map.of("CARILLON_SECRETS_KEY", OTHER_KEY, "CARILLON_SECRETS_KEY_BEFORE", KEY)).close();
    }
}
