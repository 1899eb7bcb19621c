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

    /** Long after the last deadline of every call. */
    private static final Duration CARRIER_WORDS_KEPT = Duration.ofDays(7);

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
                new Retention(2, (handle, now) -> RetentionSql.answers(handle, now.minus(ANSWERS_KEPT)))
                        .chore(),
                new Retention(3, (handle, now) -> RetentionSql.events(handle, now.minus(EVENTS_KEPT)))
                        .chore(),
                new Chore(4, (handle, now) -> new RemovalSql(handle).step()),
                new Chore(5, (handle, now) -> new EditedSql(handle, now).step()),
                new Chore(6, (handle, now) -> new SealSql(handle, now).step()),
                new Chore(7, (handle, now) -> new EditedOrganizationSql(handle, now).step()),
                new Retention(8, (handle, now) -> RetentionSql.recentCalls(handle, now.minus(CAP_COUNTED)))
                        .chore(),
                new Retention(9, (handle, now) -> RetentionSql.tallies(handle, now.minus(TALLIES_KEPT)))
                        .chore(),
                new Chore(10, (handle, now) -> EndedCallsSql.forget(handle, EndedCallsSql.HANG_UPS)),
                new Retention(14, (handle, now) -> EndedCallsSql.forget(handle, EndedCallsSql.RESUMABLE))
                        .chore(),
                new Retention(21,
                        (handle, now) -> RetentionSql.carrierWords(handle, now.minus(CARRIER_WORDS_KEPT)))
                        .chore());
    }

    /** One kind of work, and the number of the lock that keeps it to one node at a time. */
    private record Chore(int lock, Work work) {
    }

    /** What is old is looked for once a minute, for the looking may read a part of the table. */
    private static final class Retention {

        private static final Duration REST = Duration.ofMinutes(1);

        private final int lock;
        private final Work work;
        private Instant next = Instant.MIN;

        Retention(int lock, Work work) {
            this.lock = lock;
            this.work = work;
        }

        Chore chore() {
            return new Chore(lock, this::step);
        }

        private int step(Handle handle, Instant now) {
            if (now.isBefore(next)) {
                return 0;
            }
            int removed = work.step(handle, now);
            next = removed == 0 ? now.plus(REST) : next;
            return removed;
        }
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
