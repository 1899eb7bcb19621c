package dev.carillon.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.carillon.db.CutConnections;
import dev.carillon.db.CutConnections.Cut;
import dev.carillon.db.Database;
import dev.carillon.db.DatabaseAddress;
import dev.carillon.dial.DialLedger;
import dev.carillon.ledger.PostgresLedger;
import dev.carillon.simulate.ApiHalf;
import dev.carillon.simulate.Mirror;
import dev.carillon.simulate.Store;
import dev.carillon.simulate.Tables;

/**
 * A simulated world in a database that is for nothing else: each begins with everything in it removed. A lock
 * that is not had within a second fails the world, for nobody waits for anybody on one thread.
 */
final class SimulatedDatabaseSql implements AutoCloseable {

    private static final int PROCESSES = 40;
    private static final Duration LATEST_START = Duration.ofHours(6);

    private final Database requests;
    private final Database engine;

    SimulatedDatabaseSql(DatabaseAddress address) {
        try (Database first = Database.open(address, "simulator", 1)) {
            first.perform(h -> h.execute("""
                    do $$ begin
                        execute format('alter database %I set lock_timeout = %L', current_database(), '1s');
                    end $$"""));
        }
        this.requests = Database.open(address, "simulator", 2);
        this.engine = Database.openForEngine(address, "simulated ledger", PROCESSES);
    }

    /** An empty world. */
    Store world() {
        return world(true);
    }

    /**
     * The same, and no transaction is cut off in its middle: faults are before it and after it, as in memory.
     */
    Store uncut() {
        return world(false);
    }

    private Store world(boolean cuts) {
        requests.perform(h -> h.execute("""
                do $$ begin
                    execute (
                        select 'truncate ' || string_agg(format('%I', tablename), ', ') || ' restart identity'
                        from pg_tables
                        where schemaname = current_schema()
                            and tablename not in ('flyway_schema_history', 'installation'));
                end $$"""));
        return new World(cuts);
    }

    @Override
    public void close() {
        engine.close();
        requests.close();
    }

    private final class World implements Store {

        private final Mirror mirror = new Mirror();
        private final ApiHalf api = new SimulatedApiSql(requests, mirror.definitions());
        private final List<PostgresLedger> ledgers = new ArrayList<>();
        private final Map<Long, CutConnections> connections = new HashMap<>();
        private final boolean cuts;

        World(boolean cuts) {
            this.cuts = cuts;
        }

        @Override
        public ApiHalf api() {
            return api;
        }

        @Override
        public DialLedger ledger(long node) {
            var its = new CutConnections(engine::connection, requests::connection);
            connections.put(node, its);
            var ledger = new PostgresLedger(its, node, LATEST_START);
            ledgers.add(ledger);
            return ledger;
        }

        @Override
        public void lease(long node, Instant since, Instant until) {
            requests.perform(h -> h.execute("""
                    insert into node (node_id, started_at, dials_since, lease_until)
                    overriding system value values (?, 'epoch', ?, ?)
                    on conflict (node_id) do update
                    set dials_since = excluded.dials_since, lease_until = excluded.lease_until""", node,
                    since, until));
        }

        @Override
        public Tables tables() {
            return mirror.tables();
        }

        @Override
        public void refresh() {
            requests.perform(h -> SimulatedRowsSql.read(h, mirror));
        }

        @Override
        public boolean cut(long node, Mishap mishap, int step) {
            CutConnections its = connections.get(node);
            if (!cuts || its == null) {
                return false;
            }
            its.cutAt(step, switch (mishap) {
                case AWAY, NONE -> Cut.SERVER_ENDS;
                case NOT_DONE_AND_ANSWER_LOST -> Cut.SOCKET_CLOSED;
                case ANSWER_LOST -> Cut.ANSWER_LOST;
            });
            return true;
        }

        @Override
        public void spare(long node) {
            CutConnections its = connections.get(node);
            if (its != null) {
                its.spare();
            }
        }

        @Override
        public void close() {
            long deadlocks = ledgers.stream().mapToLong(PostgresLedger::deadlocks).sum();
            ledgers.forEach(PostgresLedger::close);
            if (deadlocks > 0) {
                throw new IllegalStateException(deadlocks + " deadlocks on one thread");
            }
        }
    }
}
