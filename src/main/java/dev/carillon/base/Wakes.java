package dev.carillon.base;

import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * What waits for its time, the earliest first. Only what is due soon is in order; all else waits in slots of
 * a quarter of a second, which it enters and leaves in constant time: there are hundreds of thousands, and
 * most of them are tens of seconds away. Not thread-safe.
 */
final class Wakes {

    private static final int SLOT_BITS = 28;

    private final TreeSet<Entry> soon = new TreeSet<>();
    private final TreeMap<Long, Slot> later = new TreeMap<>();
    /** All that is due before this slot is in order. */
    private long nextSlot = Long.MIN_VALUE;
    private int size;

    /** Something that waits, in one queue at most. */
    abstract static class Entry implements Comparable<Entry> {

        private final long after;
        private final long sequence;
        private @Nullable Slot slot;
        private @Nullable Entry before;
        private @Nullable Entry next;

        /**
         * @param after    when, in nanoseconds of any clock
         * @param sequence another for each: of two at one time the lower comes first
         */
        Entry(long after, long sequence) {
            this.after = after;
            this.sequence = sequence;
        }

        abstract void run();

        final long after() {
            return after;
        }

        @Override
        public final int compareTo(Entry other) {
            int byTime = Long.compare(after, other.after);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }

    /** Those of one slot, linked in no order. */
    private static final class Slot {

        private final long number;
        private @Nullable Entry first;

        Slot(long number) {
            this.number = number;
        }

        void add(Entry entry) {
            Entry head = first;
            entry.slot = this;
            entry.next = head;
            if (head != null) {
                head.before = entry;
            }
            first = entry;
        }

        void remove(Entry entry) {
            Entry before = entry.before;
            Entry next = entry.next;
            if (before == null) {
                first = next;
            } else {
                before.next = next;
            }
            if (next != null) {
                next.before = before;
            }
            entry.slot = null;
            entry.before = null;
            entry.next = null;
        }
    }

    void add(Entry entry) {
        long slot = entry.after >> SLOT_BITS;
        if (slot < nextSlot) {
            soon.add(entry);
        } else {
            later.computeIfAbsent(slot, Slot::new).add(entry);
        }
        size++;
    }

    /** Nothing when it is not there. */
    void remove(Entry entry) {
        Slot slot = entry.slot;
        if (slot != null) {
            slot.remove(entry);
            size--;
            if (slot.first == null) {
                later.remove(slot.number);
            }
        } else if (soon.remove(entry)) {
            size--;
        }
    }

    int size() {
        return size;
    }

    /** How many slots are kept. */
    int slots() {
        return later.size();
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** When something may be due, not after it is; only where there is something. */
    long first() {
        return soon.isEmpty() ? later.firstKey() << SLOT_BITS : soon.first().after;
    }

    /** Takes out all that is due, in its order. */
    void take(long now, List<Entry> into) {
        order((now >> SLOT_BITS) + 1);
        while (!soon.isEmpty() && soon.first().after <= now) {
            into.add(soon.removeFirst());
            size--;
        }
    }

    /** What is in slots up to this one is put in order. */
    private void order(long upTo) {
        while (!later.isEmpty() && later.firstKey() <= upTo) {
            Slot slot = later.pollFirstEntry().getValue();
            for (Entry entry = slot.first; entry != null; entry = slot.first) {
                slot.remove(entry);
                soon.add(entry);
            }
        }
        nextSlot = Math.max(nextSlot, upTo + 1);
    }
}
