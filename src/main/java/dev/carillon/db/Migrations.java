package dev.carillon.db;

import javax.sql.DataSource;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/**
 * Brings the schema up to this program's version. Nodes may start together: one migrates, the others wait. A
 * schema that is newer than the program is refused, for its rows may mean something that the program does not
 * know.
 */
public final class Migrations {

    private static final int LOCK_TRIES = 300;

    private final DataSource source;

    public Migrations(DatabaseAddress address) {
        this.source = Pools.source(address, "migrations", Pools.MIGRATION_SILENCE);
    }

    private Flyway flyway() {
        var configuration = Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:db/migration").lockRetryCount(LOCK_TRIES)
                .connectRetries(0).validateMigrationNaming(true).ignoreMigrationPatterns("*:future");
        // Flyway's default lock is a transaction that stays open: a concurrent index would wait for ever.
        configuration.getPluginRegister().getExact(PostgreSQLConfigurationExtension.class)
                .setTransactionalLock(false);
        return configuration.load();
    }

    /** Applies what is missing and returns how many migrations that were. */
    public int run() {
        if (Scripts.allApplied(source)) {
            return 0;
        }
        try {
            Flyway flyway = flyway();
            refuseNewer(flyway);
            return flyway.migrate().migrationsExecuted;
        } catch (FlywayException e) {
            throw SqlState.away(e) ? new DatabaseAway(e) : e;
        }
    }

    /** For whoever only uses a database: refuses one whose schema is not the one of this program. */
    public void check() {
        if (Scripts.allApplied(source)) {
            return;
        }
        try {
            Flyway flyway = flyway();
            refuseNewer(flyway);
            if (flyway.info().pending().length > 0) {
                throw new StartRefused("the database's schema is not there, or older than this Carillon:"
                        + " start `carillon serve` on it once, then try again");
            }
        } catch (FlywayException e) {
            throw SqlState.away(e) ? new DatabaseAway(e) : e;
        }
    }

    private static void refuseNewer(Flyway flyway) {
        for (MigrationInfo info : flyway.info().applied()) {
            if (info.getState() == MigrationState.FUTURE_SUCCESS
                    || info.getState() == MigrationState.FUTURE_FAILED) {
                throw new StartRefused("the database's schema (version " + info.getVersion()
                        + ") is newer than this"
                        + " Carillon: start the newer one, or restore a backup from before its first start");
            }
        }
    }
}
