package dev.carillon.dial;

import java.util.List;
import java.util.Map;

import dev.carillon.base.Sealed;
import dev.carillon.call.Trunk;

/** Who is at the other ends of live calls, for a carrier that must know its peers before there is a call. */
@FunctionalInterface
public interface Peers {

    /**
     * The live trunks and the agents of all organisations, as the database has them now. Waits for it; the
     * same object as long as nothing of them was changed. Thread-safe.
     *
     * @throws LedgerAway when the database is away
     */
    Known known();

    /** All of them. */
    record Known(List<Line> lines, List<Agent> agents) {

        /** Nobody. */
        public static final Known NONE = new Known(List.of(), List.of());

        public Known {
            lines = List.copyOf(lines);
            agents = List.copyOf(agents);
        }
    }

    /**
     * A trunk on which phones ring, of whatever kind. Where it may call is not told here.
     *
     * @param paused whether nothing new is opened on it; calls may be up
     */
    record Line(Trunk trunk, boolean paused) {
    }

    /**
     * An agent that is reached.
     *
     * @param settings how, a JSON object
     * @param secrets  what they leave out, each by its name
     */
    record Agent(String organizationId, String agentId, String settings, Map<String, Sealed> secrets) {

        public Agent {
            secrets = Map.copyOf(secrets);
        }

        /** For errors and logs: nothing of its settings. */
        @Override
        public String toString() {
            return agentId + " of " + organizationId;
        }
    }
}
