package dev.carillon.dial;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The limits of one claim, as they fill up while its tasks are decided on (law: Capacity). Not thread-safe.
 */
final class Capacity {

    private final Map<UsageKey, Room> rooms = new HashMap<>();
    private final Instant now;
    private final Instant horizon;

    /** @param horizon no start is granted later than this */
    Capacity(Map<UsageKey, Usage> usage, Instant now, Instant horizon) {
        usage.forEach((key, u) -> rooms.put(key, new Room(u)));
        this.now = now;
        this.horizon = horizon;
    }

    /** What a task got: a start time, or the limit that was in its way. */
    sealed interface Grant {

        /** It may start then. */
        record Start(Instant at) implements Grant {
        }

        /**
         * A limit is reached.
         *
         * @param until when the pace will allow it; null when a call must end first
         */
        record Full(UsageKey by, @Nullable Instant until) implements Grant {
        }
    }

    /** Takes one place under each limit, or none. */
    Grant take(List<UsageKey> limits) {
        Instant start = now;
        var taken = new ArrayList<Room>(limits.size());
        for (UsageKey key : limits) {
            Room room = rooms.get(key);
            if (room == null) {
                continue;
            }
            if (room.full()) {
                return new Grant.Full(key, null);
            }
            Instant slot = room.slot(start);
            if (slot.isAfter(horizon)) {
                return new Grant.Full(key, slot);
            }
            start = slot;
            taken.add(room);
        }
        for (Room room : taken) {
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

    private static final class Room {

        private final Usage usage;
        private final @Nullable Pace pace;
        private int live;
        private Instant freeAt;

        Room(Usage usage) {
            this.usage = usage;
            this.pace = usage.callsPerSecond() == null
                    ? null
                    : new Pace(usage.callsPerSecond(), usage.burst());
            this.live = usage.live();
            this.freeAt = usage.freeAt();
        }

        boolean full() {
            return usage.maxLive() != null && live >= usage.maxLive();
        }

        Instant slot(Instant from) {
            return pace == null ? from : pace.slot(freeAt, from);
        }

        void start(Instant at) {
            live++;
            if (pace != null) {
                freeAt = pace.after(freeAt, at);
            }
        }
    }
}
