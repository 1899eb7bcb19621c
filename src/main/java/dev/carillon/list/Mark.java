package dev.carillon.list;

/**
 * What tells pages apart: of the total, and of each row by the versions that PostgreSQL gives to its changes.
 * The same for what shows the same, and nearly always another for anything else. Used by one thread.
 */
final class Mark {

    private long value;

    Mark(long total) {
        value = mixed(total);
    }

    /** @param counters of a row whose counters rest: 0 */
    void add(long batchId, long version, long counters) {
        value += mixed(mixed(mixed(batchId) + version) + counters);
    }

    long value() {
        return value;
    }

    /** Every bit of the result depends on every bit of what is given (the finish of splitmix64). */
    private static long mixed(long bits) {
        long x = bits + 0x9E3779B97F4A7C15L;
        x = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
        x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
        return x ^ (x >>> 31);
    }
}
