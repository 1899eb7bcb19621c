package dev.carillon.upkeep;

import org.jdbi.v3.core.Handle;

/** Takes away what stands beside calls that have ended: what was asked of them, what was kept to go on. */
final class EndedCallsSql {

    static final String HANG_UPS = "hang_up";
    static final String RESUMABLE = "resumable";

    private static final String FORGET = """
            delete from {table} where ctid = any(array(
                select x.ctid from {table} x
                where not exists (
                    select from attempt a
                    where a.batch_id = x.batch_id and a.seq = x.seq and a.no = x.no
                        and (a.phase < 4 or a.outcome = 'lost' and exists (
                            select from on_line o
                            where o.batch_id = x.batch_id and o.seq = x.seq and o.no = x.no)))
                limit :most))""";

    private EndedCallsSql() {
    }

    /** @param table one of those above */
    static int forget(Handle handle, String table) {
        return handle.createUpdate(FORGET.replace("{table}", table)).bind("most", Upkeep.STEP).execute();
    }
}
