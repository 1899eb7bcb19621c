package dev.carillon.call;

/**
 * A way to place calls.
 *
 * @param settings the kind's own settings, a JSON object; for the sandbox its scenario (docs/sandbox.md)
 */
public record Trunk(long trunkId, String organizationId, Kind kind, String settings) {

    /** Who carries the calls. */
    public enum Kind {
        SANDBOX, SIP, REST
    }
}
