package dev.carillon.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import dev.carillon.call.Cause;
import dev.carillon.call.PhoneNumber;
import dev.carillon.call.Trunk;
import dev.carillon.dial.AttemptChange;

/**
 * Warns the operator that a network blocks calls (SIP 608, "Network Blocked"), with the address where it
 * hears objections: of each trunk at once, and then once an hour with how many there were. Not thread-safe.
 */
final class BlockAlert {

    private static final Duration SILENT = Duration.ofHours(1);

    private final Map<Long, Said> byTrunk = new HashMap<>();
    private final Consumer<String> warn;

    /** When it was said last, and how many calls were blocked since. */
    private record Said(Instant at, int since) {
    }

    BlockAlert() {
        this(LoggerFactory.getLogger(BlockAlert.class)::warn);
    }

    /** @param warn takes what is to be said */
    BlockAlert(Consumer<String> warn) {
        this.warn = warn;
    }

    /** A call over this trunk was blocked. */
    void blocked(Trunk trunk, AttemptChange change) {
        AttemptChange.End end = change.end();
        if (end == null) {
            return;
        }
        Said last = byTrunk.get(trunk.trunkId());
        if (last != null && end.at().isBefore(last.at().plus(SILENT))) {
            byTrunk.put(trunk.trunkId(), new Said(last.at(), last.since() + 1));
            return;
        }
        byTrunk.put(trunk.trunkId(), new Said(end.at(), 0));
        warn.accept("the network blocks calls over " + trunk + " from "
                + PhoneNumber.masked(change.fromNumber()) + ", such as " + change.call() + " to "
                + PhoneNumber.masked(change.toNumber()) + ": " + words(end.cause())
                + (last == null ? "" : "; " + last.since() + " more since this was said last")
                + ". None is tried again or over another trunk: object where the network hears it");
    }

    private static String words(@Nullable Cause cause) {
        String words = cause == null ? null : cause.words();
        return words == null ? "it says no more" : words;
    }
}
