package dev.carillon.organization;

import java.time.Instant;

import org.jdbi.v3.core.Handle;

/** The one row of installation; it belongs to no organisation. */
final class InstallationSql {

    private static final String INSERT = """
            insert into installation (id_key, created_at) values (:id_key, :now) on conflict do nothing""";
    private static final String READ = "select id_key from installation";

    private InstallationSql() {
    }

    /** Writes the key unless there is one, and reads the one that is there. */
    static byte[] idKey(Handle handle, byte[] drawn, Instant now) {
        handle.createUpdate(INSERT).bind("id_key", drawn).bind("now", now).execute();
        return handle.createQuery(READ).map((row, context) -> row.getBytes("id_key")).one();
    }
}
