package dev.carillon.organization;

import java.util.random.RandomGenerator;

import dev.carillon.base.Timeline;
import dev.carillon.db.Database;

/**
 * What is drawn once for a database and never changes: the AES key of the public ids, the same for all nodes.
 */
public final class Installation {

    private static final int KEY_BYTES = 16;

    private Installation() {
    }

    /** The 16 bytes; drawn from a CSPRNG at the first start. Nodes that start together get the same. */
    public static byte[] idKey(Database database, Timeline timeline, RandomGenerator secure) {
        byte[] drawn = new byte[KEY_BYTES];
        secure.nextBytes(drawn);
        return database.transaction(handle -> InstallationSql.idKey(handle, drawn, timeline.now()));
    }
}
