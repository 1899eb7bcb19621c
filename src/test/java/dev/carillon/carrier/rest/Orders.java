package dev.carillon.carrier.rest;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.Trunk;
import dev.carillon.carrier.rest.RestLine.Agent;
import dev.carillon.carrier.rest.RestTrunk.Detection;
import dev.carillon.dial.AgentLine;
import dev.carillon.dial.CallPlan;

/** Plans and orders of calls, as a dialer and a carrier would make them. */
public final class Orders {

    public static final String TOKEN = "the account's secret";
    public static final String NUMBER = "+4915112345678";
    static final String CALLER = "+4930123456";
    static final String CALL_ID = "call_0123456789abcdef0123456789abcdef";
    static final String AGENT = "sip:ada@agents.example.com;transport=tls";
    static final URI PUBLIC = URI.create("https://calls.example.com/carillon");
    static final long SOON = Duration.ofHours(1).toNanos();

    private Orders() {
    }

    static RestLine line() {
        return new RestLine(TOKEN, new Agent(AGENT, null, Map.of()));
    }

    static RestTrunk trunk(String baseUrl) {
        return trunk(baseUrl, Detection.OFF);
    }

    static RestTrunk trunk(String baseUrl, Detection detection) {
        return new RestTrunk("AC1", URI.create(baseUrl), PUBLIC, detection);
    }

    static RestOrder order(RestTrunk trunk, RestLine line) {
        return new RestOrder(plan(new CallKey(1, 0, 1)), new RestOrder.Account(trunk, line.authToken()),
                Objects.requireNonNull(line.agent()),
                new RestOrder.Names("task_1", CALL_ID, "calltoken_1"));
    }

    static CallPlan plan(CallKey call) {
        return plan(call, SOON);
    }

    static CallPlan plan(CallKey call, long placeByNanos) {
        return new CallPlan(call, new Trunk(3, "o", Trunk.Kind.REST, "{}"), CALLER, NUMBER,
                AgentLine.of("agent_1"), placeByNanos, Duration.ofSeconds(30), Duration.ofSeconds(5),
                Duration.ofHours(1));
    }
}
