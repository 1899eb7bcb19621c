package dev.carillon.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.carillon.Law;
import dev.carillon.base.Chance;
import dev.carillon.base.Sealed;
import dev.carillon.base.Secrets;
import dev.carillon.call.SecretText;
import dev.carillon.call.Trunk;
import dev.carillon.dial.AgentLine;
import dev.carillon.dial.Claim;
import dev.carillon.dial.Peers;

/** What a claim tells of the trunk and the agents of live calls, and whom a carrier knows before. */
@Tag("database")
class AgentLinesTest {

    private static final PostgresWorld.Pools POOLS = PostgresWorld.Pools.open();
    private static final Instant NOW = LedgerContract.NOW;
    private static final String PASSWORD = "hunter2";

    private final Secrets secrets = Secrets.of("A".repeat(43) + "=", null, Chance.seeded(1));
    private final PostgresWorld world = new PostgresWorld(POOLS);
    private final PostgresLedger ledger = world.postgres(1);
    private final PostgresPeers peers = new PostgresPeers(POOLS.engine()::connection);
    private long batch;

    @AfterAll
    static void close() {
        POOLS.close();
    }

    @BeforeEach
    void liveBatch() {
        batch = world.batch(LedgerWorld.Sketch.of(3));
        world.goLive(batch, 100);
    }

    private static void execute(String sql, Object... values) {
        POOLS.requests().transaction(h -> h.execute(sql, values));
    }

    private static void agent(String agentId, String settings, Map<String, Sealed> sealed) {
        execute("""
                insert into agent (organization_id, agent_id, created_at, settings, secrets)
                values (?, ?, now(), ?::jsonb, ?::jsonb)
                on conflict (organization_id, agent_id)
                do update set settings = excluded.settings, secrets = excluded.secrets""",
                LedgerWorld.ORGANIZATION, agentId, settings, SecretText.of(sealed));
    }

    private List<AgentLine> lines() {
        try (Claim claim = Calls.claim(ledger, batch, 10, NOW)) {
            return claim.candidates().stream().map(Claim.Candidate::line).toList();
        }
    }

    private Map<String, Sealed> password() {
        return Map.of("password", secrets.seal(PASSWORD, Secrets.place(LedgerWorld.ORGANIZATION, "agent",
                LedgerWorld.AGENT, "password")));
    }

    @Test
    void each_task_has_its_agent_with_sealed_secrets_and_the_variables_that_the_agent_asks_for() {
        agent(LedgerWorld.AGENT,
                """
                {"uri": "sip:one@example.com", "headers": {"X-Name": "name", "X-Age": "age", "X-No": "none"}}""",
                password());
        agent("agent_two", "{\"uri\": \"sip:two@example.com\"}", Map.of());
        execute("update task set agent_id = 'agent_two' where batch_id = ? and seq = 1", batch);
        execute("""
                update task set dynamic_variables =
                    jsonb_build_object('name', 'Ada ' || seq, 'age', 36, 'private', 'x')
                where batch_id = ?""", batch);
        List<AgentLine> lines = lines();
        assertEquals(List.of(LedgerWorld.AGENT, "agent_two", LedgerWorld.AGENT),
                lines.stream().map(AgentLine::agentId).toList());
        assertEquals(Map.of("name", "Ada 0", "age", "36"), lines.getFirst().variables());
        assertEquals(Map.of(), lines.get(1).variables());
        assertEquals(Map.of("name", "Ada 2", "age", "36"), lines.getLast().variables());
        assertEquals("{\"uri\": \"sip:two@example.com\"}", lines.get(1).settings());
        assertEquals(PASSWORD,
                secrets.open(Objects.requireNonNull(lines.getFirst().secrets().get("password")),
                        Secrets.place(LedgerWorld.ORGANIZATION, "agent", LedgerWorld.AGENT, "password")));
        assertEquals("the line of " + LedgerWorld.AGENT, lines.getFirst().toString());
    }

    @Test
    @Law("Obedience")
    void the_next_claim_obeys_what_was_changed_of_an_agent() {
        assertEquals("{\"uri\": \"sip:agent@example.com\"}", lines().getFirst().settings());
        agent(LedgerWorld.AGENT, "{\"uri\": \"sip:other@example.com\"}", Map.of());
        assertEquals("{\"uri\": \"sip:other@example.com\"}", lines().getFirst().settings());
    }

    @Test
    void of_an_agent_of_another_organisation_nothing_is_told() {
        execute("update task set agent_id = 'agent_theirs' where batch_id = ? and seq = 0", batch);
        execute("insert into organization values ('bbbbbbbbbbbbbbbbbbbb', now())");
        execute("""
                insert into agent (organization_id, agent_id, created_at, settings)
                values ('bbbbbbbbbbbbbbbbbbbb', 'agent_theirs', now(), '{"uri": "sip:x@example.com"}')""");
        assertNull(lines().getFirst());
    }

    @Test
    void settings_without_headers_are_read_whatever_stands_in_their_place() {
        for (String headers : List.of("null", "{}", "[]", "\"x\"")) {
            agent(LedgerWorld.AGENT, "{\"uri\": \"sip:a@b\", \"headers\": " + headers + "}", Map.of());
            assertEquals(Map.of(), lines().getFirst().variables(), headers);
        }
    }

    @Test
    void a_trunk_is_told_with_its_public_id_and_sealed_secrets_and_a_change_of_it_is_read() {
        Trunk before = trunk();
        assertEquals(Trunk.Kind.SIP, before.kind());
        assertEquals(Map.of(), before.secrets());
        Map<String, Sealed> sealed = Map.of("password", secrets.seal(PASSWORD,
                Secrets.place(LedgerWorld.ORGANIZATION, "trunk", before.publicId(), "password")));
        execute("update trunk set secrets = ?::jsonb", SecretText.of(sealed));
        assertEquals(sealed, trunk().secrets());
    }

    private Trunk trunk() {
        Trunk trunk = Calls.batch(ledger, batch, NOW).trunk();
        if (trunk == null) {
            throw new AssertionError("no trunk");
        }
        return trunk;
    }

    @Test
    void in_the_sandbox_nobody_looks_for_agents() {
        long sandbox = world.batch(LedgerWorld.Sketch.of(1));
        execute("update trunk set kind = 'sandbox'");
        try (Claim claim = Calls.claim(ledger, sandbox, 10, NOW)) {
            assertNull(claim.candidates().getFirst().line());
        }
    }

    @Test
    void a_live_batch_whose_agent_cannot_be_reached_pauses_and_does_not_start() {
        execute("update agent set settings = null");
        ledger.stopBatches(NOW);
        assertEquals("paused", world.figures(batch).status());
        assertEquals("unknown_agent", reason(batch));
        long later = world.batch(new LedgerWorld.Sketch(LedgerWorld.numbers(10, 11), "scheduled",
                NOW.minusSeconds(1), 1, false, LedgerWorld.AGENT));
        execute("update batch_call set sandbox = false where batch_id = ?", later);
        ledger.turnBatches(NOW);
        assertEquals("unknown_agent", reason(later));
    }

    private static String reason(long batch) {
        return POOLS.requests().read(h -> h.createQuery("select reason from batch_call where batch_id = :b")
                .bind("b", batch).mapTo(String.class).one());
    }

    @Test
    void a_carrier_knows_every_live_trunk_and_every_agent_that_is_reached() {
        Peers.Known known = peers.known();
        assertEquals(1, known.lines().size());
        Peers.Line line = known.lines().getFirst();
        assertEquals(Trunk.Kind.SIP, line.trunk().kind());
        assertEquals(trunk().publicId(), line.trunk().publicId());
        assertEquals(List.of(new Peers.Agent(LedgerWorld.ORGANIZATION, LedgerWorld.AGENT,
                "{\"uri\": \"sip:agent@example.com\"}", Map.of())), known.agents());
        assertSame(known, peers.known());
    }

    @Test
    void what_is_changed_of_a_peer_is_known_with_the_next_look() {
        for (String change : List.of("update trunk set paused = true", "update agent set settings = '{}'",
                "update trunk set kind = 'sandbox'", "update trunk set kind = 'rest'",
                "delete from agent")) {
            Peers.Known before = peers.known();
            execute(change);
            assertNotEquals(before, peers.known(), change);
        }
    }
}
