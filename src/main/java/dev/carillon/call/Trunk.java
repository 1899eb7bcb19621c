package dev.carillon.call;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A way to place calls.
 *
 * @param settings     the kind's own settings, a JSON object; for the sandbox its scenario (docs/sandbox.md)
 * @param destinations where it may call; null: anywhere, as nobody's phone rings
 * @param pausedBefore where those may call that would be taken in its place were they not paused
 */
public record Trunk(long trunkId, String organizationId, Kind kind, String settings,
        @Nullable Destinations destinations, List<Destinations> pausedBefore) {

    public Trunk {
        pausedBefore = List.copyOf(pausedBefore);
    }

    /** Who carries the calls. */
    public enum Kind {
        SANDBOX, SIP, REST
    }

    /** Whether it may call there. */
    boolean calls(Callee callee) {
        return destinations == null || destinations.allow(callee);
    }

    /** Whether one of those that are paused may call there. */
    boolean mayAnotherCall(Callee callee) {
        return pausedBefore.stream().anyMatch(d -> d.allow(callee));
    }

    /** A trunk that may call anywhere. */
    public Trunk(long trunkId, String organizationId, Kind kind, String settings) {
        this(trunkId, organizationId, kind, settings, null, List.of());
    }
}
