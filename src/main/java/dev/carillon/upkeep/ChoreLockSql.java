package dev.carillon.upkeep;

import org.jdbi.v3.core.Handle;

/** The locks of the chores; each is held until its transaction ends. */
final class ChoreLockSql {

    /** Two numbers, so that a chore never meets the lock of anything else. */
    private static final String TRY = "select pg_try_advisory_xact_lock(1128354899, :lock)";

    private ChoreLockSql() {
    }

    static boolean tryLock(Handle handle, int lock) {
        return handle.createQuery(TRY).bind("lock", lock).mapTo(Boolean.class).one();
    }
}
