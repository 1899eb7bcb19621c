package dev.carillon.call;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** What is to be done with a task now: dial it, later with a reason, or never with a reason. */
public sealed interface Verdict {

    /**
     * It may be dialled now, as far as its own rules go; limits and pace come after.
     *
     * @param zones where the called party may be, if a calling window asked for it
     */
    record Dial(List<ZoneId> zones) implements Verdict {
    }

    /** Not now, but from the given time on. */
    record Later(Instant at, Reason reason) implements Verdict {
    }

    /** Never: the task ends as skipped. */
    record Never(Reason reason) implements Verdict {
    }
}
