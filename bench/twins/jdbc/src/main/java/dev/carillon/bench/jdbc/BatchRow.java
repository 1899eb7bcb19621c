package dev.carillon.bench.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.UUID;

/** The eleven fields of a row. */
record BatchRow(String batchCallId, String name, String fromNumber, String status, int totalTaskCount,
        int sent, int pickedUp, int completed, Long scheduledTimestamp, String agentId,
        String organizationId) {

    /** Where its columns begin in {@link ListSql}. */
    static final int FIRST = 4;

    private static final HexFormat HEX = HexFormat.of();

    /** The row that the cursor is on; by number, as in Carillon. */
    static BatchRow read(ResultSet row, String organization) throws SQLException {
        UUID id = row.getObject(FIRST, UUID.class);
        OffsetDateTime scheduled = row.getObject(FIRST + 4, OffsetDateTime.class);
        return new BatchRow(
                "batch_call_" + HEX.toHexDigits(id.getMostSignificantBits())
                        + HEX.toHexDigits(id.getLeastSignificantBits()),
                row.getString(FIRST + 1), row.getString(FIRST + 2), row.getString(FIRST + 3),
                row.getInt(FIRST + 6), row.getInt(FIRST + 7), row.getInt(FIRST + 8), row.getInt(FIRST + 9),
                scheduled == null ? null : scheduled.toEpochSecond(), row.getString(FIRST + 5),
                organization);
    }
}
