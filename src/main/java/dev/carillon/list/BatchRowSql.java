package dev.carillon.list;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.UUID;

import dev.carillon.base.Ids;

/** The columns of a {@link BatchRow}, for statements that have batch_call as b and batch_progress as p. */
public final class BatchRowSql {

    public static final String COLUMNS = """
            b.organization_id, b.public_id, b.name, b.from_number, b.status, p.total, p.sent, p.picked_up,
            p.completed, b.scheduled_at, b.agent_id""";

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
