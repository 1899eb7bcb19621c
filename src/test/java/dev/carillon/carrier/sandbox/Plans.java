package dev.carillon.carrier.sandbox;

import java.time.Duration;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.Trunk;
import dev.carillon.dial.AgentLine;
import dev.carillon.dial.CallPlan;

/** Plans of calls, as a dialer would make them. */
final class Plans {

    private static final long SOON = Duration.ofHours(1).toNanos();

    private Plans() {
    }

    static CallPlan to(String number) {
        return attempt(number, 1);
    }

    static CallPlan attempt(String number, int no) {
        return plan(new CallKey(1, 0, no), number, "{}");
    }

    static CallPlan plan(CallKey call, String number, String settings) {
        return new CallPlan(call, new Trunk(3, "o", Trunk.Kind.SANDBOX, settings), "+4930123456", number,
                AgentLine.of("agent_1"),
                SOON, Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofHours(1));
    }

    static CallPlan placedBy(CallPlan plan, long nanos) {
        return new CallPlan(plan.call(), plan.trunk(), plan.fromNumber(), plan.toNumber(), plan.agent(),
                nanos,
                plan.ringTimeout(), plan.agentSetup(), plan.longestCall());
    }

    static CallPlan limited(CallPlan plan, Duration ring, Duration agent, Duration longest) {
        return new CallPlan(plan.call(), plan.trunk(), plan.fromNumber(), plan.toNumber(), plan.agent(),
                plan.placeByNanos(), ring, agent, longest);
    }
}
