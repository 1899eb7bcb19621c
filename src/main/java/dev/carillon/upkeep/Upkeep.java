package dev.carillon.upkeep;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.carillon.db.Database;
import dev.carillon.db.DatabaseAway;

/**
 * The chores of a node. Safe to run on all nodes at once: of each chore one runs, the others leave it out.
 */
public final class Upkeep {

    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    static final int STEP = 300;

    private static final Duration ANSWERS_KEPT = Duration.ofHours(24);
    private static final Duration EVENTS_KEPT = Duration.ofDays(7);

    /** A cap counts a year of calls at most. */
    private static final Duration CAP_COUNTED = Duration.ofDays(366);

    /** The longest span that a stop-loss rule looks back, and a day. */
    private static final Duration TALLIES_KEPT = Duration.ofDays(31);

    private final Database database;
    private final List<Chore> chores;

    public Upkeep(Database database) {
        this.database = database;
        this.chores = List.of(
                new Chore(1, (handle, now) -> new DeferredEndSql(handle, now).step()),
                new Chore(2, (handle, now) -> RetentionSql.answers(handle, now.minus(ANSWERS_KEPT))),
                new Chore(3, (handle, now) -> RetentionSql.events(handle, now.minus(EVENTS_KEPT))),
                new Chore(4, (handle, now) -> new RemovalSql(handle).step()),
                new Chore(5, (handle, now) -> new EditedSql(handle, now).step()),
                new Chore(6, (handle, now) -> new SealSql(handle, now).step()),
                new Chore(7, (handle, now) -> new EditedOrganizationSql(handle, now).step()),
                new Chore(8, (handle, now) -> RetentionSql.recentCalls(handle, now.minus(CAP_COUNTED))),
                new Chore(9, (handle, now) -> RetentionSql.tallies(handle, now.minus(TALLIES_KEPT))));
    }

    /** One kind of work, and the number of the lock that keeps it to one node at a time. */
    private record Chore(int lock, Work work) {
    }

    /** A bounded piece of work in one transaction; tells how many rows it was about. */
    private interface Work {

        int step(Handle handle, Instant now);
    }

    /**
     * One bounded step of each chore, each a transaction of its own; one that fails keeps no other from its
     * step.
     *
     * @return how many rows were written; 0: there is nothing to do for now
     */
    public int step(Instant now) {
        int rows = 0;
        for (Chore chore : chores) {
            rows += step(chore, now);
        }
        return rows;
    }

    private int step(Chore chore, Instant now) {
        try {
            return database.transaction(handle -> ChoreLockSql.tryLock(handle, chore.lock())
                    ? chore.work().step(handle, now)
                    : 0);
        } catch (DatabaseAway away) {
            throw away;
        } catch (RuntimeException e) {
            LOG.error("chore {} of upkeep failed; the others go on", chore.lock(), e);
            return 0;
        }
    }
}
