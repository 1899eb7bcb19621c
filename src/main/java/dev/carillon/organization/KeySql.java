package dev.carillon.organization;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.jdbi.v3.core.Handle;

import dev.carillon.http.Caller;
import dev.carillon.http.Scope;

/** The table api_key. A key is looked up without an organisation: the organisation follows from it. */
final class KeySql {

    private static final String FIND = """
            select key, organization_id, secret_hash, scope, revoked_at is not null as revoked
            from api_key where key = any(:keys::text[])""";
    private static final String INSERT = """
            insert into api_key (organization_id, api_key_id, key, secret_hash, scope, name, created_at)
            values (:organization_id, :api_key_id, :key, :secret_hash, :scope, :name, :now)""";
    private static final String REVOKE = """
            update api_key set revoked_at = :now
            where organization_id = :organization_id and key = :key and revoked_at is null""";
    private static final String ANY = "select exists (select from api_key)";
    /** Two nodes that start together must not both make the first key. */
    private static final String ONE_AT_A_TIME =
            "select pg_advisory_xact_lock(hashtextextended('first key', 0))";

    private KeySql() {
    }

    /** A row, without the key itself. */
    record Stored(Caller caller, SecretHash hash, boolean revoked) {

        static Stored of(ResultSet row) throws SQLException {
            Scope scope = Scope.of(row.getString("scope")).orElseThrow();
            return new Stored(new Caller(row.getString("organization_id"), scope),
                    SecretHash.stored(row.getBytes("secret_hash")), row.getBoolean("revoked"));
        }
    }

    static Optional<Stored> find(Handle handle, String key) {
        return handle.createQuery(FIND).bindArray("keys", String.class, key)
                .map((row, context) -> Stored.of(row)).findOne();
    }

    /** Those that there are, revoked or not. */
    static Map<String, Stored> find(Handle handle, Collection<String> keys) {
        var found = new HashMap<String, Stored>();
        handle.createQuery(FIND).bindArray("keys", String.class, keys)
                .map((row, context) -> found.put(row.getString("key"), Stored.of(row))).list();
        return found;
    }

    static void insert(Handle handle, ApiKey made, SecretHash hash) {
        handle.createUpdate(INSERT).bind("organization_id", made.organizationId())
                .bind("api_key_id", made.id()).bind("key", made.key()).bind("secret_hash", hash.bytes())
                .bind("scope", made.scope().word()).bind("name", made.name()).bind("now", made.createdAt())
                .execute();
    }

    static boolean revoke(Handle handle, String organizationId, String key, Instant now) {
        return handle.createUpdate(REVOKE).bind("organization_id", organizationId).bind("key", key)
                .bind("now", now).execute() > 0;
    }

    /** Waits until no other node is making a first key; then, whether there is any. */
    static boolean anyAlone(Handle handle) {
        oneAtATime(handle);
        return handle.createQuery(ANY).mapTo(Boolean.class).one();
    }

    static void oneAtATime(Handle handle) {
        handle.execute(ONE_AT_A_TIME);
    }
}
