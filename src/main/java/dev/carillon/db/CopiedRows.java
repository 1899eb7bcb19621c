package dev.carillon.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * A result of any length in constant memory, by COPY: the server makes the next rows while the last are being
 * used. A cursor has no such thing: between two fetches the server waits for us, and within one we for it.
 */
public final class CopiedRows {

    /** Signature, flags, and the length of an extension that no version has. */
    private static final int HEADER_BYTES = 11 + 4 + 4;

    private CopiedRows() {
    }

    /**
     * Hands over each row while they come, within the caller's transaction. When a row is not taken, the
     * connection is given up: the rest of the rows is on its way, however much that is.
     *
     * @param query without parameters, for COPY takes none
     */
    public static void each(Handle handle, String query, Consumer<CopiedRow> row) {
        Connection connection = handle.getConnection();
        try {
            CopyOut copy = connection.unwrap(PGConnection.class).getCopyAPI()
                    .copyOut("copy (" + query + ") to stdout (format binary)");
            try {
                read(copy, row);
            } finally {
                if (copy.isActive()) {
                    connection.abort(Runnable::run);
                }
            }
        } catch (SQLException e) {
            throw new UnableToExecuteStatementException(e, null);
        }
    }

    /** A message is a row; the first begins with the header, and the last is a row of -1 columns. */
    private static void read(CopyOut copy, Consumer<CopiedRow> row) throws SQLException {
        int begin = HEADER_BYTES;
        for (byte[] message = copy.readFromCopy(); message != null; message = copy.readFromCopy()) {
            if (message[begin] >= 0) {
                row.accept(new CopiedRow(message, begin + Short.BYTES));
            }
            begin = 0;
        }
    }
}
