package dev.carillon.list;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.UUID;

import dev.carillon.base.Ids;

/** The columns of a {@link BatchRow}, for statements that have batch_call as b and batch_progress as p. */
public final class BatchRowSql {

    private static final String DEFINITION = """
            b.organization_id, b.public_id, b.name, b.from_number, b.status, b.scheduled_at, b.agent_id""";

    /** With the counters that are kept. */
    public static final String COLUMNS = DEFINITION + ", p.total, p.sent, p.picked_up, p.completed";

    /** With the figures recounted; needs {@link #RECOUNT}. */
    static final String RECOUNTED_COLUMNS = DEFINITION
            + """
            , coalesce(s.total, r.total) as total, coalesce(s.sent, r.sent) as sent,
            coalesce(s.picked_up, r.picked_up) as picked_up, coalesce(s.completed, r.completed) as completed""";

    /** Joins what {@link #RECOUNTED_COLUMNS} needs: a batch that is sealed is not counted again. */
    static final String RECOUNT = """
            left join batch_seal s on s.batch_id = b.batch_id and p.open = 0
            cross join lateral recount(case when s.batch_id is null then b.batch_id end, p.total) r""";

    private BatchRowSql() {
    }

    /** The row that the cursor of {@link #COLUMNS} is on. */
    public static BatchRow read(ResultSet row) throws SQLException {
        var figures = new BatchRow.Figures(row.getInt("total"), row.getInt("sent"), row.getInt("picked_up"),
                row.getInt("completed"));
        OffsetDateTime scheduled = row.getObject("scheduled_at", OffsetDateTime.class);
        return new BatchRow(Ids.text(Ids.BATCH_CALL, row.getObject("public_id", UUID.class)),
                row.getString("name"),
                row.getString("from_number"), row.getString("status"), figures,
                scheduled == null ? null : scheduled.toInstant(), row.getString("agent_id"),
                row.getString("organization_id"));
    }
}
