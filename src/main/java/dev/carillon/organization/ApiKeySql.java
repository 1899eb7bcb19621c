package dev.carillon.organization;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import dev.carillon.http.Paging;
import dev.carillon.http.Scope;

/** The keys of one organisation, as they are shown and changed. Their ids ascend with time. */
final class ApiKeySql {

    private static final String FIND = """
            select api_key_id, organization_id, key, name, scope, created_at, revoked_at
            from api_key where organization_id = :organization_id and api_key_id = :api_key_id""";
    private static final String PAGE = """
            select api_key_id, organization_id, key, name, scope, created_at, revoked_at
            from api_key where organization_id = :organization_id
            order by api_key_id offset :offset limit :limit""";
    private static final String COUNT = """
            select count(*) from api_key where organization_id = :organization_id""";
    private static final String LOCK = """
            select organization_id from organization
            where organization_id = :organization_id for no key update""";
    private static final String ANOTHER_RULES = """
            select exists (select from api_key
                           where organization_id = :organization_id and api_key_id <> :api_key_id
                             and scope = 'admin' and revoked_at is null)""";
    /** What was revoked stays so, whatever else was read before. */
    private static final String WRITE = """
            update api_key
            set name = :name, scope = :scope, revoked_at = coalesce(revoked_at, :revoked_at::timestamptz)
            where organization_id = :organization_id and api_key_id = :api_key_id""";

    private ApiKeySql() {
    }

    static ApiKey of(ResultSet row) throws SQLException {
        return new ApiKey(row.getObject("api_key_id", UUID.class), row.getString("organization_id"),
                row.getString("key"), row.getString("name"), Scope.of(row.getString("scope")).orElseThrow(),
                row.getTimestamp("created_at").toInstant(), instant(row.getTimestamp("revoked_at")));
    }

    private static @Nullable Instant instant(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }

    static Optional<ApiKey> find(Handle handle, String organizationId, UUID id) {
        return handle.createQuery(FIND).bind("organization_id", organizationId).bind("api_key_id", id)
                .map((row, context) -> of(row)).findOne();
    }

    /** The oldest first, so that no page moves when a key is made. */
    static List<ApiKey> page(Handle handle, String organizationId, Paging paging) {
        return handle.createQuery(PAGE).bind("organization_id", organizationId)
                .bind("offset", paging.offset()).bind("limit", paging.limit())
                .map((row, context) -> of(row)).list();
    }

    static long count(Handle handle, String organizationId) {
        return handle.createQuery(COUNT).bind("organization_id", organizationId).mapTo(Long.class).one();
    }

    /**
     * Until the transaction ends, nobody else changes a key of the organisation; of one that is not there,
     * there are none.
     */
    static void lock(Handle handle, String organizationId) {
        handle.createQuery(LOCK).bind("organization_id", organizationId).mapTo(String.class).findOne();
    }

    /** Whether there is a valid key of scope admin beside this one. */
    static boolean anotherRules(Handle handle, ApiKey key) {
        return handle.createQuery(ANOTHER_RULES).bind("organization_id", key.organizationId())
                .bind("api_key_id", key.id()).mapTo(Boolean.class).one();
    }

    /** Writes what may change of a key. */
    static void write(Handle handle, ApiKey key) {
        handle.createUpdate(WRITE).bind("organization_id", key.organizationId()).bind("api_key_id", key.id())
                .bind("name", key.name()).bind("scope", key.scope().word())
                .bind("revoked_at", key.revokedAt()).execute();
    }
}
