package dev.carillon.call;

import org.jspecify.annotations.Nullable;

/**
 * A way to place calls.
 *
 * @param settings     the kind's own settings, a JSON object; for the sandbox its scenario (docs/sandbox.md)
 * @param destinations where it may call; null: anywhere, as nobody's phone rings
 */
public record Trunk(long trunkId, String organizationId, Kind kind, String settings,
        @Nullable Destinations destinations) {

    /** Who carries the calls. */
    public enum Kind {
        SANDBOX, SIP, REST
    }

    /** A trunk that may call anywhere. */
    public Trunk(long trunkId, String organizationId, Kind kind, String settings) {
        this(trunkId, organizationId, kind, settings, null);
    }
}
