package dev.carillon.simulate;

import java.time.Instant;
import java.time.LocalDate;

import org.jspecify.annotations.Nullable;

import dev.carillon.dial.Usage;
import dev.carillon.dial.UsageKey;

/** What is in use of one limited thing. */
final class UsageRow {

    private static final int DAY_LIMIT = 10_000;

    final UsageKey key;
    Limits limits;
    int live;
    Instant freeAt = Instant.EPOCH;
    @Nullable LocalDate day;
    int dayStarts;
    int dayLimit = DAY_LIMIT;

    UsageRow(UsageKey key, Limits limits) {
        this.key = key;
        this.limits = limits;
    }

    Usage usage(LocalDate today) {
        var usage = new Usage(key, live, most(), limits.callsPerSecond(), limits.burst(), freeAt);
        return key.scope() == UsageKey.Scope.ORGANIZATION
                ? usage.withLeftToday(dayLimit - (today.equals(day) ? dayStarts : 0))
                : usage;
    }

    /** How many batch calls may have live. */
    @Nullable Integer most() {
        return limits.maxLive() == null ? null : Integer.valueOf(limits.maxLive() - limits.reserved());
    }

    void countToday(int starts, LocalDate today) {
        dayStarts = (today.equals(day) ? dayStarts : 0) + starts;
        day = today;
    }
}
