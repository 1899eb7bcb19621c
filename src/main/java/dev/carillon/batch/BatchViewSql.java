package dev.carillon.batch;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import dev.carillon.call.QuietHours;
import dev.carillon.list.BatchRowSql;
import dev.carillon.task.ProgressSql;

/** Reads one batch call, all of it in one statement and so in one snapshot. */
final class BatchViewSql {

    private static final String FIND = """
            select %s, b.created_at, b.started_at, b.reason, b.reason_detail, b.sandbox, b.timezone, b.quiet_start,
                   b.quiet_end, b.quiet_zone, b.retry_enabled, b.max_attempts, b.retry_spread, b.expires_at, b.duplicates,
                   u.max_live, u.calls_per_second, %s
            from batch_call b join batch_progress p on p.batch_id = b.batch_id
            left join usage u on u.organization_id = b.organization_id and u.scope = 10
                                and u.id = b.batch_id::text
            where b.organization_id = :organization_id and b.public_id = :public_id"""
            .formatted(BatchRowSql.COLUMNS, DialRulesSql.COLUMNS);

    private BatchViewSql() {
    }

    static BatchView find(Handle handle, String organizationId, String batchCallId) {
        return handle.createQuery(FIND).bind("organization_id", organizationId)
                .bind("public_id", ProgressSql.publicId(batchCallId))
                .map((row, context) -> view(row, organizationId))
                .findOne()
                .orElseThrow(ProgressSql.unknown());
    }

    private static BatchView view(ResultSet row, String organizationId) throws SQLException {
        return new BatchView(BatchRowSql.read(row, 1, organizationId),
                new BatchView.Moments(row.getTimestamp("created_at").toInstant(), instant(row, "started_at"),
                        row.getString("reason"), row.getString("reason_detail")),
                new BatchView.Rules(row.getBoolean("sandbox"), row.getString("timezone"), quietHours(row),
                        new RetryConfig(row.getBoolean("retry_enabled"), row.getInt("max_attempts"),
                                row.getBoolean("retry_spread")),
                        new Pacing(row.getObject("calls_per_second", Double.class),
                                row.getObject("max_live", Integer.class)),
                        instant(row, "expires_at"), row.getString("duplicates"),
                        DialRulesSql.read(row)),
                null);
    }

    private static @Nullable QuietHours quietHours(ResultSet row) throws SQLException {
        LocalTime start = row.getObject("quiet_start", LocalTime.class);
        return start == null
                ? null
                : new QuietHours(start, row.getObject("quiet_end", LocalTime.class),
                        ZoneId.of(row.getString("quiet_zone")));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
