package dev.carillon.directory;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

import dev.carillon.call.SecretText;
import dev.carillon.directory.LimitSql.Limited;
import dev.carillon.directory.LimitSql.Scope;
import dev.carillon.directory.LimitSql.Whole;
import dev.carillon.http.Paging;

/** The table trunk, with the limits of its rows. */
final class DirectoryTrunkSql {

    private static final String FIND = """
            select t.trunk_id, t.public_id, t.kind, t.name, t.settings, t.secrets::text, t.paused, t.countries,
                   t.kinds, t.own_destinations, t.created_at,
                   coalesce(t.updated_at, t.created_at) as updated_at, u.max_live, u.calls_per_second,
                   coalesce(u.burst, 1) as burst, coalesce(u.reserved, 0) as reserved, r.rest_outcome,
                   r.rest_text, r.rest_since, r.rest_until, coalesce(r.rest_nodes, 0) as rest_nodes
            from trunk t left join usage u
                on u.organization_id = t.organization_id and u.scope = 40 and u.id = t.trunk_id::text
            left join lateral (
                select x.outcome as rest_outcome, x.reason_text as rest_text, x.since as rest_since,
                       max(x.until) over () as rest_until, count(*) over () as rest_nodes
                from trunk_rest x join node n on n.node_id = x.node_id
                where x.trunk_id = t.trunk_id and x.until > :now and n.lease_until > :now
                order by x.since, x.node_id limit 1) r on true
            where t.organization_id = :organization_id and t.public_id = :public_id""";
    private static final String PAGE = """
            select t.trunk_id, t.public_id, t.kind, t.name, t.settings, t.secrets::text, t.paused, t.countries,
                   t.kinds, t.own_destinations, t.created_at,
                   coalesce(t.updated_at, t.created_at) as updated_at, u.max_live, u.calls_per_second,
                   coalesce(u.burst, 1) as burst, coalesce(u.reserved, 0) as reserved, r.rest_outcome,
                   r.rest_text, r.rest_since, r.rest_until, coalesce(r.rest_nodes, 0) as rest_nodes
            from trunk t left join usage u
                on u.organization_id = t.organization_id and u.scope = 40 and u.id = t.trunk_id::text
            left join lateral (
                select x.outcome as rest_outcome, x.reason_text as rest_text, x.since as rest_since,
                       max(x.until) over () as rest_until, count(*) over () as rest_nodes
                from trunk_rest x join node n on n.node_id = x.node_id
                where x.trunk_id = t.trunk_id and x.until > :now and n.lease_until > :now
                order by x.since, x.node_id limit 1) r on true
            where t.organization_id = :organization_id
            order by t.trunk_id offset :offset limit :limit""";
    private static final String COUNT = """
            select count(*) from trunk where organization_id = :organization_id""";
    private static final String INSERT =
            """
            insert into trunk (organization_id, public_id, kind, name, settings, secrets, paused, countries,
                               kinds, own_destinations, created_at, updated_at)
            values (:organization_id, :public_id, :kind, :name, :settings::jsonb, :secrets::jsonb, :paused,
                    string_to_array(:countries, ' '), string_to_array(:kinds, ' '), :own_destinations,
                    :created_at, :updated_at)""";
    private static final String WRITE = """
            update trunk
            set name = :name, settings = :settings::jsonb, secrets = :secrets::jsonb, paused = :paused,
                countries = string_to_array(:countries, ' '), kinds = string_to_array(:kinds, ' '),
                own_destinations = :own_destinations, updated_at = :updated_at
            where organization_id = :organization_id and public_id = :public_id""";

    /** An organisation that has lost its last trunk for any number has one again with the next sandbox. */
    private static final String TAKE_ANY_NUMBER =
            """
            insert into caller_id (organization_id, number, trunk_id)
            select :organization_id, '*', :trunk_id
            where not exists (select from caller_id where organization_id = :organization_id and number = '*')""";
    private static final String REACH = """
            update trunk
            set countries = array(select x from unnest(countries || array[:country::text]) x order by x)
            where organization_id = :organization_id and trunk_id = :trunk_id
                and not own_destinations and :country::text <> all(countries)""";
    private static final String LEAVE = """
            update trunk set countries = array_remove(countries, :country::text)
            where organization_id = :organization_id and trunk_id = :trunk_id
                and not own_destinations and :country::text = any(countries)""";
    private static final String LIVE = """
            select live from usage
            where organization_id = :organization_id and scope = 40 and id = :id for no key update""";
    private static final String LEAVE_CALLER_IDS = """
            delete from caller_id where organization_id = :organization_id and trunk_id = :trunk_id""";
    private static final String DELETE = """
            delete from trunk where organization_id = :organization_id and trunk_id = :trunk_id""";

    /** Numbers that nothing takes any more are no caller IDs: nor have they limits. */
    private static final String DROP_LIMITS = """
            with gone as materialized (
                select u.id from usage u
                where u.organization_id = :organization_id and u.scope = 20
                    and not exists (select from caller_id c
                                    where c.organization_id = :organization_id and c.number = u.id)
                order by u.id for update)
            delete from usage u using gone g
            where u.organization_id = :organization_id and u.scope = 20 and u.id = g.id""";

    /**
     * The limits of a trunk outlive it by a day: for a moment a node may still know it, and finds them.
     */
    private static final String FORGET = """
            delete from usage u
            where u.organization_id = :organization_id and u.scope = 40 and u.live = 0
                and u.limited_at < :long_ago
                and not exists (select from trunk t
                                where t.organization_id = :organization_id and t.trunk_id::text = u.id)""";
    private static final String DELETED_AT = """
            update usage set limited_at = :now
            where organization_id = :organization_id and scope = 40 and id = :id""";

    private DirectoryTrunkSql() {
    }

    /** A trunk with its key inside. */
    record Row(long trunkId, Trunk trunk) {

        static Row of(ResultSet row) throws SQLException {
            var limits = new Whole(LimitSql.limits(row), row.getInt("burst"), row.getInt("reserved"));
            var terms = new Trunk.Terms(row.getString("name"), row.getString("settings"), limits,
                    row.getBoolean("paused"), destinations(row));
            return new Row(row.getLong("trunk_id"),
                    new Trunk(row.getObject("public_id", UUID.class), row.getString("kind"), terms,
                            SecretText.read(row.getString("secrets")), resting(row),
                            row.getTimestamp("created_at").toInstant(),
                            row.getTimestamp("updated_at").toInstant()));
        }

        private static @Nullable Destinations destinations(ResultSet row) throws SQLException {
            Array countries = row.getArray("countries");
            Array kinds = row.getArray("kinds");
            return countries == null
                    ? null
                    : new Destinations(List.of((String[]) countries.getArray()),
                            kinds == null ? List.of() : List.of((String[]) kinds.getArray()),
                            !row.getBoolean("own_destinations"));
        }

        private static @Nullable Resting resting(ResultSet row) throws SQLException {
            int nodes = row.getInt("rest_nodes");
            return nodes == 0
                    ? null
                    : new Resting(row.getString("rest_outcome"), row.getString("rest_text"),
                            row.getTimestamp("rest_since").toInstant(),
                            row.getTimestamp("rest_until").toInstant(), nodes);
        }

        private Limited key(String organizationId) {
            return new Limited(organizationId, Scope.TRUNK, Long.toString(trunkId));
        }
    }

    static Optional<Row> find(Handle handle, String organizationId, UUID publicId, Instant now) {
        return handle.createQuery(FIND).bind("organization_id", organizationId).bind("public_id", publicId)
                .bind("now", now).map((row, context) -> Row.of(row)).findOne();
    }

    static List<Trunk> page(Handle handle, String organizationId, Paging paging, Instant now) {
        return handle.createQuery(PAGE).bind("organization_id", organizationId).bind("now", now)
                .bind("offset", paging.offset()).bind("limit", paging.limit())
                .map((row, context) -> Row.of(row).trunk()).list();
    }

    static long count(Handle handle, String organizationId) {
        return handle.createQuery(COUNT).bind("organization_id", organizationId).mapTo(Long.class).one();
    }

    /** Makes it with its limits. */
    static void insert(Handle handle, String organizationId, Trunk trunk) {
        long trunkId = bound(handle, INSERT, organizationId, trunk).bind("kind", trunk.kind())
                .bind("created_at", trunk.createdAt()).executeAndReturnGeneratedKeys("trunk_id")
                .mapTo(Long.class).one();
        if (!trunk.live()) {
            handle.createUpdate(TAKE_ANY_NUMBER).bind("organization_id", organizationId)
                    .bind("trunk_id", trunkId).execute();
        }
        handle.createUpdate(FORGET).bind("organization_id", organizationId)
                .bind("long_ago", trunk.createdAt().minus(Duration.ofDays(1))).execute();
        LimitSql.set(handle, new Row(trunkId, trunk).key(organizationId), trunk.terms().limits(),
                trunk.createdAt());
    }

    /** Writes what it is now; its limits only if they are others. */
    static void write(Handle handle, String organizationId, Row before, Trunk after) {
        bound(handle, WRITE, organizationId, after).execute();
        if (!after.terms().limits().equals(before.trunk().terms().limits())) {
            LimitSql.set(handle, before.key(organizationId), after.terms().limits(), after.updatedAt());
        }
    }

    /** It has a caller ID of this country, and may call there if nobody has said where it may. */
    static void reach(Handle handle, String organizationId, long trunkId, String country) {
        changed(handle, REACH, organizationId, trunkId).bind("country", country).execute();
    }

    /** It has no caller ID of this country any more. */
    static void leave(Handle handle, String organizationId, long trunkId, String country) {
        changed(handle, LEAVE, organizationId, trunkId).bind("country", country).execute();
    }

    private static Update changed(Handle handle, String sql, String organizationId, long trunkId) {
        return handle.createUpdate(sql).bind("organization_id", organizationId).bind("trunk_id", trunkId);
    }

    /**
     * Takes it out of the directory, unless calls are live on it: then it answers false, and the transaction
     * must be undone.
     */
    static boolean delete(Handle handle, String organizationId, Row row, Instant now) {
        Limited key = row.key(organizationId);
        handle.createUpdate(LEAVE_CALLER_IDS).bind("organization_id", organizationId)
                .bind("trunk_id", row.trunkId()).execute();
        // The limits in the order in which everybody locks them: caller IDs, then the trunk.
        handle.createUpdate(DROP_LIMITS).bind("organization_id", organizationId).execute();
        int live = handle.createQuery(LIVE).bind("organization_id", organizationId).bind("id", key.id())
                .mapTo(Integer.class).findOne().orElse(0);
        handle.createUpdate(DELETE).bind("organization_id", organizationId).bind("trunk_id", row.trunkId())
                .execute();
        handle.createUpdate(DELETED_AT).bind("organization_id", organizationId).bind("id", key.id())
                .bind("now", now).execute();
        return live == 0;
    }

    private static Update bound(Handle handle, String sql, String organizationId,
            Trunk trunk) {
        Trunk.Terms terms = trunk.terms();
        Destinations to = terms.destinations();
        return handle.createUpdate(sql).bind("organization_id", organizationId)
                .bind("public_id", trunk.publicId()).bind("name", terms.name())
                .bind("settings", terms.settings()).bind("secrets", SecretText.of(trunk.secrets()))
                .bind("paused", terms.paused()).bind("own_destinations", to == null || !to.byCallerIds())
                .bind("countries", to == null ? null : String.join(" ", to.countries()))
                .bind("kinds", to == null ? null : String.join(" ", to.kinds()))
                .bind("updated_at", trunk.updatedAt());
    }
}
