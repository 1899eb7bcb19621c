package dev.carillon.dial;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Timeline;
import dev.carillon.call.Admission;
import dev.carillon.dial.UsageKey.Scope;

/**
 * The trunks that have a pace, as this node's starts reach them. The ledger gives every start its moment, but
 * a slow COMMIT or a late thread may bring several of them at once: here they are held apart again by the
 * clock on the wall, measured around each placement (law: Capacity). What that costs is given back to the
 * ledger's reckoning with the next claim. Thread-safe.
 */
final class Wires {

    private static final Duration LEAST_LEAD = Duration.ofMillis(40);
    /** With the rest of what a start may take it is within what the calling windows allow for. */
    private static final Duration LONGEST_LEAD = Admission.PLACED_WITHIN.minus(Capacity.HORIZON)
            .minus(Capacity.LATE_BESIDE_OTHERS);

    private final Timeline timeline;
    private final Map<Long, Wire> wires = new ConcurrentHashMap<>();
    private volatile @Nullable Instant sharedSince;
    private volatile Duration lead = LEAST_LEAD;

    Wires(Timeline timeline) {
        this.timeline = timeline;
    }

    /**
     * Takes the trunks' paces as they are now.
     *
     * @param shared since when other nodes keep them, too; null: none does
     */
    void learn(Collection<Usage> usage, @Nullable Instant shared) {
        this.sharedSince = shared;
        for (Usage u : usage) {
            if (u.key().scope() == Scope.TRUNK) {
                long trunkId = Long.parseLong(u.key().id());
                if (u.callsPerSecond() != null) {
                    wires.computeIfAbsent(trunkId, _ -> new Wire())
                            .pace(Pace.of(u.callsPerSecond(), u.burst(), shared != null));
                } else {
                    wires.computeIfPresent(trunkId, (_, wire) -> wire.pace(null));
                }
            }
        }
    }

    /** A claim took so long, from its moment to the answer to its COMMIT. */
    void committed(Duration took) {
        long faded = lead.toNanos() * 9 / 10;
        lead = Duration.ofNanos(Math.clamp(Math.max(took.toNanos(), faded), LEAST_LEAD.toNanos(),
                LONGEST_LEAD.toNanos()));
    }

    /**
     * How long after its moment a claim's first start can be, so that it is not late before its COMMIT is
     * done.
     */
    Duration lead() {
        return lead;
    }

    /** Since when other nodes keep the same paces, or null. */
    @Nullable Instant sharedSince() {
        return sharedSince;
    }

    /** When the pace is free: as the ledger says, or later where this node's starts have come late. */
    Instant freeAt(Usage usage) {
        Wire wire = usage.key().scope() == Scope.TRUNK ? wires.get(Long.parseLong(usage.key().id())) : null;
        return wire == null ? usage.freeAt() : wire.freeAt(usage.freeAt());
    }

    /** Places the call as soon as the pace of its trunk allows. */
    void place(Start start) {
        Wire wire = wires.get(start.trunkId());
        if (wire == null) {
            start.place();
        } else {
            wire.add(start);
        }
    }

    private final class Wire {

        private final Deque<Start> queue = new ArrayDeque<>();
        private @Nullable Pace pace;
        private Instant freeAt = Instant.EPOCH;
        private boolean waits;

        /** By another pace nothing waits longer than for its turn by that one (law: Obedience). */
        synchronized Wire pace(@Nullable Pace now) {
            if (Objects.equals(pace, now)) {
                return this;
            }
            if (pace != null && now != null && !now.isAsSetAs(pace)) {
                Instant turn = timeline.now().plus(now.interval());
                freeAt = turn.isBefore(freeAt) ? turn : freeAt;
            }
            pace = now;
            woken();
            return this;
        }

        /** Those in the queue are late: their moments have passed unused, and they will take others. */
        synchronized Instant freeAt(Instant known) {
            if (pace == null) {
                return known;
            }
            Instant here = queue.isEmpty()
                    ? freeAt
                    : Pace.later(freeAt, timeline.now()).plusNanos(pace.interval().toNanos() * queue.size());
            return Pace.later(here, known);
        }

        synchronized void add(Start start) {
            queue.add(start);
            if (!waits) {
                pump();
            }
        }

        private synchronized void woken() {
            waits = false;
            pump();
        }

        /** One start after the other; what was given up meanwhile takes no place. */
        private void pump() {
            for (Start first = queue.peek(); first != null; first = queue.peek()) {
                Instant now = timeline.now();
                if (!first.over() && pace != null && pace.slot(freeAt, now).isAfter(now)) {
                    waits = true;
                    timeline.wakeAt(pace.slot(freeAt, now), this::woken);
                    return;
                }
                queue.remove();
                if (first.place() && pace != null) {
                    freeAt = pace.after(freeAt, timeline.now());
                }
            }
        }
    }
}
