package dev.carillon.dial;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.BatchCall;
import dev.carillon.call.PhoneNumber;
import dev.carillon.call.Trunk;

/**
 * One limited thing.
 *
 * @param id the batch's, trunk's number, the agent's id, the caller ID's number; for an organisation its id
 */
public record UsageKey(String organizationId, Scope scope, String id) {

    /** Every limit that a call falls under, whether or not one was set. */
    public static List<UsageKey> of(Way way, @Nullable String agentId) {
        String organization = way.organizationId();
        var keys = new ArrayList<UsageKey>(5);
        keys.add(new UsageKey(organization, Scope.BATCH, Long.toString(way.batchId())));
        keys.add(new UsageKey(organization, Scope.CALLER_ID, way.fromNumber()));
        keys.add(new UsageKey(organization, Scope.ORGANIZATION, organization));
        if (way.trunkId() != null) {
            keys.add(new UsageKey(organization, Scope.TRUNK, Long.toString(way.trunkId())));
        }
        if (agentId != null) {
            keys.add(new UsageKey(organization, Scope.AGENT, agentId));
        }
        return keys;
    }

    /**
     * The way that a batch's calls take.
     *
     * @param trunkId null: there is none at this time
     */
    public record Way(String organizationId, long batchId, String fromNumber, @Nullable Long trunkId) {

        public static Way of(BatchCall batch) {
            Trunk trunk = batch.trunk();
            return new Way(batch.organizationId(), batch.batchId(), batch.fromNumber(),
                    trunk == null ? null : trunk.trunkId());
        }
    }

    /** Whether it has limits only if somebody set some: a caller ID's row need not be there. */
    public boolean optional() {
        return scope == Scope.CALLER_ID;
    }

    /** For errors and logs: no whole number. */
    @Override
    public String toString() {
        return scope + " " + (scope == Scope.CALLER_ID ? PhoneNumber.masked(id) : id) + " of "
                + organizationId;
    }

    /** What has limits; the numbers are those of the schema and the order in which rows are locked. */
    public enum Scope {
        BATCH(10), CALLER_ID(20), ORGANIZATION(30), TRUNK(40), AGENT(50),
        /** A server process: its limits are its own, and in no table. */
        NODE(60);

        private final int number;

        Scope(int number) {
            this.number = number;
        }

        public int number() {
            return number;
        }
    }
}
