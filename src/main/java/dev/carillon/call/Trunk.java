package dev.carillon.call;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Sealed;

/**
 * A way to place calls.
 *
 * @param publicId     how clients and operators know it
 * @param settings     the kind's own settings, a JSON object; for the sandbox its scenario (docs/sandbox.md)
 * @param secrets      what its settings leave out, each by its name; bound to the table {@code trunk}
 * @param destinations where it may call; null: anywhere, as nobody's phone rings
 * @param pausedBefore where those may call that would be taken in its place were they not paused
 */
public record Trunk(long trunkId, String publicId, String organizationId, Kind kind, String settings,
        Map<String, Sealed> secrets, @Nullable Destinations destinations, List<Destinations> pausedBefore) {

    public Trunk {
        secrets = Map.copyOf(secrets);
        pausedBefore = List.copyOf(pausedBefore);
    }

    /** Who carries the calls. */
    public enum Kind {
        SANDBOX, SIP, REST;

        /** Whether phones ring. */
        public boolean live() {
            return this != SANDBOX;
        }

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether it may call there. */
    boolean calls(Callee callee) {
        return destinations == null || destinations.allow(callee);
    }

    /** Whether one of those that are paused may call there. */
    boolean mayAnotherCall(Callee callee) {
        return pausedBefore.stream().anyMatch(d -> d.allow(callee));
    }

    /** A trunk that nobody has given an id or a secret, and that may call anywhere. */
    public Trunk(long trunkId, String organizationId, Kind kind, String settings) {
        this(trunkId, "", organizationId, kind, settings, Map.of(), null, List.of());
    }

    /** The same where it may call only there. */
    public Trunk calling(@Nullable Destinations where, List<Destinations> pausedBeforeIt) {
        return new Trunk(trunkId, publicId, organizationId, kind, settings, secrets, where, pausedBeforeIt);
    }

    /** For errors and logs: nothing of its settings. */
    @Override
    public String toString() {
        return kind.word() + " trunk " + (publicId.isEmpty() ? trunkId : publicId);
    }
}
