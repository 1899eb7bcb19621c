package dev.carillon.organization;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

import org.jdbi.v3.core.Handle;

/**
 * The rows that an organisation begins with: itself, its counter, a sandbox trunk for any number, and their
 * limits.
 */
final class OrganizationSql {

    private static final int TRUNK_LIVE = 500;
    private static final double TRUNK_CALLS_PER_SECOND = 50;

    private static final String ORGANIZATION = """
            insert into organization (organization_id, created_at) values (:organization_id, :now)""";
    private static final String COUNTER = """
            insert into organization_counter (organization_id) values (:organization_id)""";
    private static final String TRUNK = """
            with made as (
                insert into trunk (organization_id, public_id, kind, name, created_at)
                values (:organization_id, :public_id, 'sandbox', 'Sandbox', :now) returning trunk_id),
            any_number as (
                insert into caller_id (organization_id, number, trunk_id)
                select :organization_id, '*', trunk_id from made)
            insert into usage (organization_id, scope, id, max_live, calls_per_second, free_at)
            select :organization_id, 40, trunk_id::text, :max_live, :calls_per_second,
                cast(:now as timestamptz) from made
            union all
            select :organization_id, 30, :organization_id, null, null, cast(:now as timestamptz)""";
    /** Named exception: whoever starts a server with a key of his own has no organisation yet. */
    private static final String OLDEST = """
            select organization_id from organization order by created_at, organization_id limit 1""";

    private OrganizationSql() {
    }

    /** A new organisation, all of it in the caller's transaction. */
    static void insert(Handle handle, String organizationId, UUID trunk, Instant now) {
        handle.createUpdate(ORGANIZATION).bind("organization_id", organizationId).bind("now", now).execute();
        handle.createUpdate(COUNTER).bind("organization_id", organizationId).execute();
        handle.createUpdate(TRUNK).bind("organization_id", organizationId).bind("public_id", trunk)
                .bind("max_live", TRUNK_LIVE).bind("calls_per_second", TRUNK_CALLS_PER_SECOND)
                .bind("now", now).execute();
    }

    static Optional<String> oldest(Handle handle) {
        return handle.createQuery(OLDEST).mapTo(String.class).findOne();
    }
}
