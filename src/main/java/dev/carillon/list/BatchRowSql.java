package dev.carillon.list;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;

import dev.carillon.base.Ids;
import dev.carillon.db.CopiedRow;

/** The columns of a {@link BatchRow}, for statements that have batch_call as b and batch_progress as p. */
public final class BatchRowSql {

    private static final String DEFINITION = """
            b.public_id, b.name, b.from_number, b.status, b.scheduled_at, b.agent_id""";

    /** With the counters that are kept. */
    public static final String COLUMNS = DEFINITION + ", p.total, p.sent, p.picked_up, p.completed";

    /** With the figures of the seal, or none; needs {@link #SEAL}. */
    static final String SEALED_COLUMNS = DEFINITION + ", s.total, s.sent, s.picked_up, s.completed";

    /** Joins what {@link #SEALED_COLUMNS} needs. */
    static final String SEAL = "left join batch_seal s on s.batch_id = b.batch_id and p.open = 0";

    /** With the figures recounted; needs {@link #RECOUNT}. */
    static final String RECOUNTED_COLUMNS = DEFINITION
            + """
            , coalesce(s.total, r.total) as total, coalesce(s.sent, r.sent) as sent,
            coalesce(s.picked_up, r.picked_up) as picked_up, coalesce(s.completed, r.completed) as completed""";

    /**
     * Joins what {@link #RECOUNTED_COLUMNS} needs: a batch that is sealed is not counted again, and one of
     * many tasks is counted by two processes.
     */
    static final String RECOUNT = SEAL + """

            left join lateral (
                select * from recount(b.batch_id, p.total) where s.batch_id is null and p.total < 50000
                union all
                select * from recount_in_two(b.batch_id, p.total) where s.batch_id is null and p.total >= 50000) r
            on true""";

    private static final int TOTAL = 6;

    /** How many columns there are. */
    static final int WIDTH = TOTAL + 4;

    private BatchRowSql() {
    }

    /** Whether the row that the cursor is on has no figures: its batch is not sealed. */
    static boolean withoutFigures(ResultSet row, int first) throws SQLException {
        row.getInt(first + TOTAL);
        return row.wasNull();
    }

    /**
     * The row that the cursor is on. By number: a hundred rows read by name cost half of their page.
     *
     * @param first the number of the first of {@link #COLUMNS}
     */
    public static BatchRow read(ResultSet row, int first, String organizationId) throws SQLException {
        var figures = new BatchRow.Figures(row.getInt(first + TOTAL), row.getInt(first + TOTAL + 1),
                row.getInt(first + TOTAL + 2), row.getInt(first + TOTAL + 3));
        OffsetDateTime scheduled = row.getObject(first + 4, OffsetDateTime.class);
        return new BatchRow(Ids.text(Ids.BATCH_CALL, row.getObject(first, UUID.class)),
                row.getString(first + 1), row.getString(first + 2), row.getString(first + 3), figures,
                scheduled == null ? null : scheduled.toInstant(), row.getString(first + 5), organizationId);
    }

    /** The row whose columns are next: {@link #COLUMNS} and nothing before them. */
    static BatchRow read(CopiedRow row, String organizationId) {
        String id = Ids.text(Ids.BATCH_CALL, row.uuid());
        String name = row.textOrNull();
        String fromNumber = row.text();
        String status = row.text();
        Instant scheduledAt = row.instantOrNull();
        String agentId = row.textOrNull();
        var figures = new BatchRow.Figures(row.integer(), row.integer(), row.integer(), row.integer());
        return new BatchRow(id, name, fromNumber, status, figures, scheduledAt, agentId, organizationId);
    }
}
