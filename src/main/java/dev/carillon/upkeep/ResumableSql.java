package dev.carillon.upkeep;

import org.jdbi.v3.core.Handle;

/** Takes away what was kept for going on with calls that others have closed. */
final class ResumableSql {

    private static final String FORGET = """
            delete from resumable where ctid = any(array(
                select r.ctid from resumable r
                where not exists (
                    select from attempt a
                    where a.batch_id = r.batch_id and a.seq = r.seq and a.no = r.no and a.phase < 4)
                limit :most))""";

    private ResumableSql() {
    }

    static int forget(Handle handle) {
        return handle.createUpdate(FORGET).bind("most", Upkeep.STEP).execute();
    }
}
