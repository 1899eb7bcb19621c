package dev.carillon.dial;

import dev.carillon.call.PhoneNumber;

/**
 * One limited thing.
 *
 * @param id the batch's, trunk's number, the agent's id, the caller ID's number; for an organisation its id
 */
public record UsageKey(String organizationId, Scope scope, String id) {

    /** For errors and logs: no whole number. */
    @Override
    public String toString() {
        return scope + " " + (scope == Scope.CALLER_ID ? PhoneNumber.masked(id) : id) + " of "
                + organizationId;
    }

    /** What has limits; the numbers are those of the schema and the order in which rows are locked. */
    public enum Scope {
        BATCH(10), CALLER_ID(20), ORGANIZATION(30), TRUNK(40), AGENT(50);

        private final int number;

        Scope(int number) {
            this.number = number;
        }

        public int number() {
            return number;
        }
    }
}
