package dev.carillon.carrier.rest;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import org.jspecify.annotations.Nullable;

import dev.carillon.base.Refusal;
import dev.carillon.base.Refusal.Code;
import dev.carillon.base.Sealed;
import dev.carillon.base.Secrets;
import dev.carillon.call.Trunk;
import dev.carillon.carrier.rest.RestLine.Agent;
import dev.carillon.carrier.rest.RestLine.Login;
import dev.carillon.carrier.sip.peer.SipAgent;
import dev.carillon.dial.AgentLine;
import dev.carillon.dial.CallPlan;

/** Opens what a plan carries sealed, and reads how its agent is reached. Thread-safe. */
public final class PlanLines implements Function<CallPlan, RestLine> {

    private static final int AGENTS = 1_000;
    private static final String PASSWORD = "password";

    private final Secrets secrets;
    private final LoadingCache<String, SipAgent> agents =
            Caffeine.newBuilder().maximumSize(AGENTS).build(SipAgent::parse);

    public PlanLines(Secrets secrets) {
        this.secrets = secrets;
    }

    /**
     * What the call needs beside its plan.
     *
     * @throws Refusal when the trunk's secret is missing, or does not open
     * @throws NoAgent when its agent cannot be called as it is set
     */
    @Override
    public RestLine apply(CallPlan plan) {
        Trunk trunk = plan.trunk();
        String token = opened(trunk.secrets().get(RestTrunk.AUTH_TOKEN), Secrets.place(trunk.organizationId(),
                "trunk", trunk.publicId(), RestTrunk.AUTH_TOKEN));
        AgentLine line = plan.agent();
        return new RestLine(token, line.settings() == null ? null : agent(trunk, line, line.settings()));
    }

    private Agent agent(Trunk trunk, AgentLine line, String settings) {
        try {
            SipAgent agent = agents.get(settings);
            return new Agent(agent.uri(), login(trunk, line, agent), headers(line, agent));
        } catch (Refusal e) {
            throw new NoAgent(e.text(), e);
        }
    }

    private @Nullable Login login(Trunk trunk, AgentLine line, SipAgent agent) {
        Sealed password = line.secrets().get(PASSWORD);
        return agent.username() == null || password == null
                ? null
                : new Login(agent.username(), secrets.open(password,
                        Secrets.place(trunk.organizationId(), "agent", line.agentId(), PASSWORD)));
    }

    private static Map<String, String> headers(AgentLine line, SipAgent agent) {
        var headers = new LinkedHashMap<String, String>();
        for (SipAgent.HeaderFrom header : agent.headers()) {
            header.text(line.variables()).ifPresent(text -> headers.put(header.name(), text));
        }
        return headers;
    }

    private String opened(@Nullable Sealed sealed, String place) {
        if (sealed == null) {
            throw Refusal.of(Code.INVALID,
                    "there is no secret " + place.substring(place.lastIndexOf('/') + 1));
        }
        return secrets.open(sealed, place);
    }
}
