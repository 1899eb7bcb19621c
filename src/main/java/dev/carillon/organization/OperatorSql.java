package dev.carillon.organization;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What is asked about all organisations: only for whoever has the database itself, never for a request. */
final class OperatorSql {

    private static final String ORGANIZATIONS = """
            select organization_id from organization order by created_at, organization_id""";
    private static final String KEYS = """
            select k.* from api_key k join organization o on o.organization_id = k.organization_id
            order by o.created_at, k.organization_id, k.api_key_id""";
    private static final String FIND = """
            select * from api_key where key = :key or api_key_id = cast(:api_key_id as uuid)""";

    private OperatorSql() {
    }

    /** The oldest first. */
    static List<String> organizations(Handle handle) {
        return handle.createQuery(ORGANIZATIONS).mapTo(String.class).list();
    }

    static List<ApiKey> keys(Handle handle) {
        return handle.createQuery(KEYS).map((row, context) -> ApiKeySql.of(row)).list();
    }

    static Optional<ApiKey> find(Handle handle, String key, @Nullable UUID id) {
        return handle.createQuery(FIND).bind("key", key).bind("api_key_id", id)
                .map((row, context) -> ApiKeySql.of(row)).findOne();
    }
}
