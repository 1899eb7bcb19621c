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

    /** How long a start may wait between its commit and its moment. */
    static final Duration HORIZON = Duration.ofMillis(100);
    /**
     * A start that another limit than its trunk's moves further away would leave a gap in the trunk's pace.
     */
    private static final Duration GAP = Duration.ofMillis(20);

    private final Map<UsageKey, Room> rooms = new HashMap<>();
    private final Instant now;

    Capacity(Map<UsageKey, Usage> usage, Wires wires, Instant now) {
        this.now = now;
        usage.forEach((key, u) -> rooms.put(key, new Room(u, wires.freeAt(u))));
    }

    /** What a task got: a start time, or the limit that was in its way. */
    sealed interface Grant {

        /** It may start then. */
        record Start(Instant at) implements Grant {
        }

        /**
         * A limit is reached.
         *
         * @param again when to ask again for the sake of its pace; null when a call must end first
         */
        record Full(Usage by, @Nullable Instant again) implements Grant {
        }
    }

    /** The limits of a batch's tasks that have this agent. */
    List<Room> rooms(BatchCall batch, @Nullable String agentId) {
        String organization = batch.organizationId();
        var limits = new ArrayList<Room>(4);
        add(limits, new UsageKey(organization, Scope.BATCH, Long.toString(batch.batchId())));
        add(limits, new UsageKey(organization, Scope.ORGANIZATION, organization));
        if (batch.trunk() != null) {
            add(limits, new UsageKey(organization, Scope.TRUNK, Long.toString(batch.trunk().trunkId())));
        }
        if (agentId != null) {
            add(limits, new UsageKey(organization, Scope.AGENT, agentId));
        }
        return limits;
    }

    private void add(List<Room> limits, UsageKey key) {
        Room room = rooms.get(key);
        if (room != null) {
            limits.add(room);
        }
    }

    /** Takes one place under each limit, or none. */
    Grant take(List<Room> limits) {
        Instant start = now;
        for (Room room : limits) {
            if (room.full()) {
                return new Grant.Full(room.usage, null);
            }
            Instant slot = room.slot(start);
            Duration horizon = room.usage.key().scope() == Scope.TRUNK ? HORIZON : GAP;
            if (slot.isAfter(start) && slot.isAfter(now.plus(horizon))) {
                return new Grant.Full(room.usage, slot.minus(horizon.dividedBy(2)));
            }
            start = slot;
        }
        for (Room room : limits) {
            room.start(start);
        }
        return new Grant.Start(start);
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

        Room(Usage usage, Instant freeAt) {
            this.usage = usage;
            this.pace = usage.callsPerSecond() == null
                    ? null
                    : Pace.of(usage.callsPerSecond(), usage.burst());
            this.live = usage.live();
            this.freeAt = freeAt;
        }

        private boolean full() {
            return usage.maxLive() != null && live >= usage.maxLive();
        }

        private Instant slot(Instant from) {
            return pace == null ? from : pace.slot(freeAt, from);
        }

        private void start(Instant at) {
            live++;
            if (pace != null) {
                freeAt = pace.after(freeAt, at);
            }
        }
    }
}
