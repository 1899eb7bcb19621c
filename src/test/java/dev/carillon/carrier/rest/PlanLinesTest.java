package dev.carillon.carrier.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import dev.carillon.base.Chance;
import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.Refusal;
import dev.carillon.base.Sealed;
import dev.carillon.base.Secrets;
import dev.carillon.call.Trunk;
import dev.carillon.dial.AgentLine;
import dev.carillon.dial.CallPlan;

/** What a plan keeps sealed is opened for its own call. */
class PlanLinesTest {

    private static final String AGENT = """
            {"uri": "sip:ada@agents.example.com;transport=tls", "username": "ada",
             "headers": {"X-Name": "name", "X-Empty": "none"}}""";

    private final Secrets secrets = Secrets.of("Q".repeat(43) + "=", null, Chance.seeded(1));
    private final PlanLines lines = new PlanLines(secrets);

    private Map<String, Sealed> sealed(String table, String id, String name) {
        return Map.of(name, secrets.seal("the " + name, Secrets.place("o", table, id, name)));
    }

    private static CallPlan plan(Map<String, Sealed> token, @Nullable String agent,
            Map<String, Sealed> password) {
        var trunk = new Trunk(3, "trunk_1", "o", Trunk.Kind.REST, "{}", token, null, List.of());
        var line = new AgentLine("agent_1", agent, password, Map.of("name", "Ada\nL.", "other", "x"));
        return new CallPlan(new CallKey(1, 0, 1), trunk, Orders.CALLER, Orders.NUMBER, line, 0,
                Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofHours(1));
    }

    @Test
    void the_trunks_secret_the_agents_login_and_what_it_is_told_come_out_of_the_plan() {
        RestLine line = lines.apply(plan(sealed("trunk", "trunk_1", "auth_token"), AGENT,
                sealed("agent", "agent_1", "password")));
        assertEquals("the auth_token", line.authToken());
        RestLine.Agent agent = Objects.requireNonNull(line.agent());
        assertEquals("sip:ada@agents.example.com;transport=tls", agent.uri());
        assertEquals("the password", Objects.requireNonNull(agent.login()).password());
        assertEquals(Map.of("X-Name", "Ada L."), agent.headers());
    }

    @Test
    void what_is_missing_or_of_another_place_is_refused() {
        Map<String, Sealed> token = sealed("trunk", "trunk_1", "auth_token");
        Map<String, Sealed> password = sealed("agent", "agent_1", "password");
        assertRefused("auth_token", plan(Map.of(), AGENT, password));
        assertRefused("opened", plan(sealed("trunk", "trunk_2", "auth_token"), AGENT, password));
        CallPlan elsewhere = plan(token, AGENT, sealed("agent", "agent_2", "password"));
        String why = assertThrows(NoAgent.class, () -> lines.apply(elsewhere)).getMessage();
        assertTrue(why.contains("the agent cannot be called") && why.contains("opened"), why);
        assertNull(lines.apply(plan(token, null, password)).agent());
        RestLine.Agent agent = lines.apply(plan(token, AGENT, Map.of())).agent();
        assertNull(Objects.requireNonNull(agent).login());
    }

    private void assertRefused(String word, CallPlan plan) {
        String text = assertThrows(Refusal.class, () -> lines.apply(plan)).text();
        assertTrue(text.contains(word), text);
    }
}
