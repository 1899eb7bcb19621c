package dev.carillon.crash;

import java.util.List;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.dial.CallPlan;
import dev.carillon.dial.UsageKey;

/**
 * One call that a node asked for.
 *
 * @param nanos the machine's monotonic clock, which all its processes share, just before it was written
 */
record Dialled(CallKey call, String node, UsageKey.Way way, String agent, String number, long ringMillis,
        long nanos) {

    /** As a line of the protocol, without the node: that is whose connection it is. */
    static String line(CallPlan plan, long nanos) {
        return String.join("\t", "DIAL", key(plan.call()), plan.trunk().organizationId(),
                Long.toString(plan.trunk().trunkId()), plan.fromNumber(), plan.toNumber(),
                plan.agent().agentId(),
                Long.toString(plan.ringTimeout().toMillis()), Long.toString(nanos));
    }

    static Dialled of(String node, List<String> fields) {
        CallKey call = key(fields.get(1));
        return new Dialled(call, node,
                new UsageKey.Way(fields.get(2), call.batchId(), fields.get(4), Long.valueOf(fields.get(3))),
                fields.get(6), fields.get(5), Long.parseLong(fields.get(7)), Long.parseLong(fields.get(8)));
    }

    List<UsageKey> limits() {
        return UsageKey.of(way, agent);
    }

    /** How a call is named on the wire and in the queries of the tests. */
    static String key(CallKey call) {
        return call.batchId() + "/" + call.seq() + "/" + call.no();
    }

    static CallKey key(String text) {
        String[] parts = text.split("/", -1);
        return new CallKey(Long.parseLong(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }
}
