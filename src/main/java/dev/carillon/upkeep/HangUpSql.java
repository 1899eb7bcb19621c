package dev.carillon.upkeep;

import org.jdbi.v3.core.Handle;

/** Takes away what was asked of calls that have ended. */
final class HangUpSql {

    private static final String FORGET = """
            delete from hang_up where ctid = any(array(
                select h.ctid from hang_up h
                where not exists (
                    select from attempt a
                    where a.batch_id = h.batch_id and a.seq = h.seq and a.no = h.no and a.phase < 4)
                limit :most))""";

    private HangUpSql() {
    }

    static int forget(Handle handle) {
        return handle.createUpdate(FORGET).bind("most", Upkeep.STEP).execute();
    }
}
