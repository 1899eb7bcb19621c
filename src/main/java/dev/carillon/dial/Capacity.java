package dev.carillon.dial;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.BatchCall;
import dev.carillon.dial.UsageKey.Scope;

/**
 * The limits of one claim, as they fill up while its tasks are decided on (law: Capacity). Not thread-safe.
 */
final class Capacity {

    /** From its moment on, how long a start may be late that no other node's starts come beside. */
    static final Duration LATE = Duration.ofMillis(400);
    /**
     * The same where several nodes share a pace: by so much may starts of two nodes come closer than they
     * were set.
     */
    static final Duration LATE_BESIDE_OTHERS = Duration.ofMillis(20);

    /** How long a start may wait between its commit and its moment. */
    static final Duration HORIZON = Duration.ofMillis(100);
    /**
     * A start that another limit than its trunk's moves further away would leave a gap in the trunk's pace.
     */
    private static final Duration GAP = Duration.ofMillis(20);

    private static final Duration NEXT_DAY = Duration.ofMinutes(1);

    private final Map<UsageKey, Room> rooms = new HashMap<>();
    private final Room node;
    private final Instant now;
    private final @Nullable Instant sharedSince;
    private final Duration lead;

    Capacity(Map<UsageKey, Usage> usage, Usage node, Wires wires, Instant now) {
        this.now = now;
        this.sharedSince = wires.sharedSince();
        this.lead = wires.lead();
        this.node = new Room(node, node.freeAt(), null);
        usage.forEach((key, u) -> rooms.put(key, new Room(u, wires.freeAt(u), sharedSince)));
    }

    /** What a task got: a start time, or the limit that was in its way. */
    sealed interface Grant {

        /** It may start then, or at most so much later. */
        record Start(Instant at, Duration late) implements Grant {
        }

        /**
         * A limit is reached.
         *
         * @param again when to ask again for the sake of its pace; null when a call must end first
         */
        record Full(Usage by, @Nullable Instant again) implements Grant {
        }
    }

    /** The limits of a batch's tasks that have this agent, the node's own first. */
    List<Room> rooms(BatchCall batch, @Nullable String agentId) {
        var limits = new ArrayList<Room>(6);
        limits.add(node);
        for (UsageKey key : UsageKey.of(UsageKey.Way.of(batch), agentId)) {
            Room room = rooms.get(key);
            if (room != null) {
                limits.add(room);
            }
        }
        return limits;
    }

    /** When the node's own pace is free again. */
    Instant nodeFreeAt() {
        return node.freeAt;
    }

    /**
     * Takes one place under each limit, or none.
     *
     * @param live whether it counts against what may be dialled on a day, as a sandbox's calls do not
     */
    Grant take(List<Room> limits, boolean live) {
        boolean beside =
                sharedSince != null && limits.stream().anyMatch(room -> room != node && room.pace != null);
        Instant first = beside ? now.plus(lead) : now;
        Instant start = first;
        for (Room room : limits) {
            if (room.full()) {
                return new Grant.Full(room.usage, null);
            }
            if (live && room.leftToday != null && room.leftToday <= 0) {
                return new Grant.Full(room.usage, now.plus(NEXT_DAY));
            }
            Instant slot = room.slot(start);
            Duration horizon = room.usage.key().scope() == Scope.TRUNK ? HORIZON : GAP;
            if (slot.isAfter(start) && slot.isAfter(first.plus(horizon))) {
                return new Grant.Full(room.usage,
                        slot.minusNanos(horizon.toNanos() / 2).minus(Duration.between(now, first)));
            }
            start = slot;
        }
        for (Room room : limits) {
            room.start(start, live);
        }
        return new Grant.Start(start, beside ? LATE_BESIDE_OTHERS : LATE);
    }

    /** The new {@link Usage#freeAt} of everything that has a pace and was used. */
    Map<UsageKey, Instant> freeAt() {
        var changed = new HashMap<UsageKey, Instant>();
        rooms.forEach((key, room) -> {
            if (room.pace != null && room.live > room.usage.live()) {
                changed.put(key, room.freeAt);
            }
        });
        return changed;
    }

    /** One limited thing. */
    static final class Room {

        private final Usage usage;
        private final @Nullable Pace pace;
        private int live;
        private Instant freeAt;
        private @Nullable Integer leftToday;

        Room(Usage usage, Instant freeAt, @Nullable Instant sharedSince) {
            this.usage = usage;
            this.pace = usage.callsPerSecond() == null
                    ? null
                    : Pace.of(usage.callsPerSecond(), usage.burst(), sharedSince != null);
            this.live = usage.live();
            this.freeAt = pace == null || sharedSince == null
                    ? freeAt
                    : Pace.later(freeAt, pace.afterOthers(sharedSince));
            this.leftToday = usage.leftToday();
        }

        private boolean full() {
            return usage.maxLive() != null && live >= usage.maxLive();
        }

        private Instant slot(Instant from) {
            return pace == null ? from : pace.slot(freeAt, from);
        }

        private void start(Instant at, boolean countsToday) {
            live++;
            if (countsToday && leftToday != null) {
                leftToday--;
            }
            if (pace != null) {
                freeAt = pace.after(freeAt, at);
            }
        }
    }
}
