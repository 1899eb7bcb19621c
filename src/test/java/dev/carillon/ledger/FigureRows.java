package dev.carillon.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;

import org.jdbi.v3.core.Handle;

import dev.carillon.ledger.LedgerWorld.Figures;

/** The figures of a batch: as they are kept, and as its tasks have them. */
final class FigureRows {

    private static final String COUNTED = """
            select p.status || case when c.status = p.status then '' else ' and ' || c.status end,
                p.total, next_seq, open, calling, failed, skipped, sent, picked_up, completed
            from batch_progress p join batch_call c using (batch_id) where batch_id = :b""";
    private static final String RECOUNTED = """
            select p.status, count(t.seq)::int, p.next_seq,
                count(*) filter (where t.status = 'pending')::int,
                count(*) filter (where a.calling)::int,
                count(*) filter (where t.status = 'failed')::int,
                count(*) filter (where t.status = 'skipped')::int,
                count(*) filter (where a.tried)::int,
                count(*) filter (where a.answered)::int,
                count(*) filter (where a.completed)::int
            from batch_progress p join task t using (batch_id)
            left join lateral (
                select bool_or(x.phase < 4) as calling, count(*) > 0 as tried,
                    bool_or(x.answered_at is not null) as answered,
                        bool_or(x.outcome = 'completed') as completed
                from attempt x where x.batch_id = t.batch_id and x.seq = t.seq) a on true
            where p.batch_id = :b and t.seq < p.total group by p.batch_id""";

    private FigureRows() {
    }

    static Figures counted(Handle h, long batch) {
        return h.createQuery(COUNTED).bind("b", batch).map((r, x) -> figures(r)).one();
    }

    static Figures recounted(Handle h, long batch) {
        return h.createQuery(RECOUNTED).bind("b", batch).map((r, x) -> figures(r)).one();
    }

    private static Figures figures(ResultSet r) throws SQLException {
        return new Figures(r.getString(1), r.getInt(2), r.getInt(3), r.getInt(4), r.getInt(5), r.getInt(6),
                r.getInt(7), r.getInt(8), r.getInt(9), r.getInt(10));
    }
}
