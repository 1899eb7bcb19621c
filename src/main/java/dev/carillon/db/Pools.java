package dev.carillon.db;

import java.time.Duration;

import com.zaxxer.hikari.HikariDataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** How the connections of each pool are set up. */
final class Pools {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    /** A migration may build an index for a long time without a word. */
    static final Duration MIGRATION_SILENCE = Duration.ofHours(6);
    private static final Duration VALIDATION = Duration.ofSeconds(1);

    /** A process that freezes within a transaction loses it, and its locks, before its lease has ended. */
    private static final String EVERY = "-c idle_in_transaction_session_timeout=5s "
            + "-c default_transaction_isolation=read\\ committed -c TimeZone=UTC";

    /** The hot tables look empty to the planner, and a plan that was made then would stay. */
    private static final String INDEX_ONLY = " -c plan_cache_mode=force_generic_plan "
            + "-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off";

    /** A page is never sorted: an organisation of a million rows must not get the plan of an average one. */
    private static final String IN_ORDER = " -c enable_sort=off -c enable_bitmapscan=off"
            + " -c max_parallel_workers_per_gather=0";

    private Pools() {
    }

    static HikariDataSource forRequests(DatabaseAddress address, String name, int connections) {
        return pool(source(address, name, Duration.ofSeconds(65)), name, connections);
    }

    static HikariDataSource forEngine(DatabaseAddress address, String name, int connections) {
        // A lock of a frozen node is gone after 5 s: an engine must be able to wait for it.
        PGSimpleDataSource source = source(address, name, Duration.ofSeconds(10));
        source.setOptions(EVERY + INDEX_ONLY);
        source.setPrepareThreshold(1);
        return pool(source, name, connections);
    }

    static HikariDataSource forPages(DatabaseAddress address, String name, int connections) {
        PGSimpleDataSource source = source(address, name, Duration.ofSeconds(65));
        source.setOptions(EVERY + INDEX_ONLY + IN_ORDER);
        source.setPrepareThreshold(1);
        return pool(source, name, connections);
    }

    /** @param silence how long the server may take for one answer before the connection counts as lost */
    static PGSimpleDataSource source(DatabaseAddress address, String name, Duration silence) {
        var source = new PGSimpleDataSource();
        source.setURL(address.url());
        if (!address.user().isEmpty()) {
            source.setUser(address.user());
        }
        if (!address.password().isEmpty()) {
            source.setPassword(address.password());
        }
        source.setApplicationName("carillon " + name);
        source.setConnectTimeout((int) PATIENCE.toSeconds());
        source.setLoginTimeout((int) PATIENCE.toSeconds());
        source.setSocketTimeout((int) silence.toSeconds());
        source.setTcpKeepAlive(true);
        // The detail quotes the row: numbers of people, and what their batches say.
        source.setLogServerErrorDetail(false);
        source.setOptions(EVERY);
        return source;
    }

    /**
     * Nothing is opened before the first use; then a pool begins with one connection. Set directly, for to
     * copy a configuration Hikari reflects, which takes long in a start.
     */
    private static HikariDataSource pool(PGSimpleDataSource source, String name, int connections) {
        var pool = new HikariDataSource();
        pool.setDataSource(source);
        pool.setPoolName(name);
        pool.setMaximumPoolSize(connections);
        pool.setMinimumIdle(1);
        pool.setConnectionTimeout(PATIENCE.toMillis());
        pool.setValidationTimeout(VALIDATION.toMillis());
        pool.setInitializationFailTimeout(-1);
        return pool;
    }
}
