package dev.carillon.simulate;

import java.time.Duration;
import java.time.Instant;

import dev.carillon.dial.DialLedger;

/** A world's rows in memory. */
class MemoryStore implements Store {

    static final Duration LATEST_START = Duration.ofHours(6);

    final Tables tables = new Tables();
    private final ApiHalf api = new MemoryApi(tables);

    @Override
    public ApiHalf api() {
        return api;
    }

    @Override
    public DialLedger ledger(long node) {
        return new MemoryLedger(tables, node, LATEST_START);
    }

    @Override
    public void lease(long node, Instant since, Instant until) {
        tables.leases.put(node, new Tables.Leased(since, until));
    }

    @Override
    public Tables tables() {
        return tables;
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
