package dev.carillon.directory;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jdbi.v3.core.Handle;

import dev.carillon.directory.CallerId.Trunk;
import dev.carillon.http.Paging;

/** The table caller_id, a row for each trunk of a caller ID, with the limits of the number. */
final class CallerIdSql {

    private static final String FIND = """
            select c.number, min(c.name) as name, min(c.created_at) as created_at,
                   array_agg(t.trunk_id order by c.preference, t.trunk_id) as trunk_ids,
                   array_agg(t.public_id order by c.preference, t.trunk_id) as public_ids,
                   array_agg(t.kind <> 'sandbox' order by c.preference, t.trunk_id) as live,
                   min(u.max_live) as max_live, min(u.calls_per_second) as calls_per_second
            from caller_id c
            join trunk t on t.trunk_id = c.trunk_id
            left join usage u on u.organization_id = c.organization_id and u.scope = 20 and u.id = c.number
            where c.organization_id = :organization_id and c.number = any(:numbers::text[])
            group by c.number order by c.number""";
    private static final String PAGE = """
            select c.number from caller_id c where c.organization_id = :organization_id
            group by c.number order by c.number offset :offset limit :limit""";
    private static final String COUNT = """
            select count(distinct number) from caller_id where organization_id = :organization_id""";
    private static final String TRUNKS = """
            select trunk_id, public_id, kind <> 'sandbox' as live from trunk
            where organization_id = :organization_id and public_id = any(:ids::text[]::uuid[])""";
    private static final String NUMBERS = """
            select number from caller_id
            where organization_id = :organization_id and trunk_id = :trunk_id and number <> '*'""";
    private static final String LEAVE_TRUNKS = """
            delete from caller_id where organization_id = :organization_id and number = :number""";
    private static final String TAKE_TRUNKS = """
            insert into caller_id (organization_id, number, trunk_id, preference, name, created_at)
            select :organization_id, :number, t.trunk_id, t.preference, :name, :created_at
            from unnest(:trunk_ids::text[]::bigint[], :preferences::int[]) t (trunk_id, preference)""";

    /**
     * From here to the end of the transaction nobody has a limit locked or has looked for one: whoever claims
     * next finds the row that is made, and whoever claimed before is on the line.
     */
    private static final String ALONE = "lock table usage in exclusive mode";
    private static final String HAS_LIMITS = """
            select exists (select from usage
                           where organization_id = :organization_id and scope = 20 and id = :number)""";
    private static final String MAKE_LIMITS = """
            insert into usage (organization_id, scope, id, live, free_at)
            select :organization_id, 20, :number,
                   (select count(*) from on_line o left join batch_call b on b.batch_id = o.batch_id
                    where o.organization_id = :organization_id
                      and coalesce(o.from_number, b.from_number) = :number), :now
            on conflict do nothing""";
    private static final String DROP_LIMITS = """
            delete from usage where organization_id = :organization_id and scope = 20 and id = :number""";

    private CallerIdSql() {
    }

    static Optional<CallerId> find(Handle handle, String organizationId, String number) {
        return find(handle, organizationId, List.of(number)).stream().findFirst();
    }

    static List<CallerId> page(Handle handle, String organizationId, Paging paging) {
        return find(handle, organizationId,
                handle.createQuery(PAGE).bind("organization_id", organizationId)
                        .bind("offset", paging.offset()).bind("limit", paging.limit())
                        .mapTo(String.class).list());
    }

    private static List<CallerId> find(Handle handle, String organizationId, Collection<String> numbers) {
        return handle.createQuery(FIND).bind("organization_id", organizationId)
                .bindArray("numbers", String.class, List.copyOf(numbers))
                .map((row, context) -> callerId(row)).list();
    }

    static long count(Handle handle, String organizationId) {
        return handle.createQuery(COUNT).bind("organization_id", organizationId).mapTo(Long.class).one();
    }

    /** Those of the trunks that the organisation has, by their public ids. */
    static Map<String, Trunk> trunks(Handle handle, String organizationId, Collection<UUID> ids) {
        return handle.createQuery(TRUNKS).bind("organization_id", organizationId)
                .bindArray("ids", String.class, ids.stream().map(UUID::toString).toList())
                .map((row, context) -> new Trunk(row.getLong("trunk_id"),
                        CallerId.publicId(row.getObject("public_id", UUID.class)), row.getBoolean("live")))
                .list().stream().collect(Collectors.toMap(Trunk::publicId, trunk -> trunk));
    }

    /** The numbers that a trunk takes. */
    static List<String> numbers(Handle handle, String organizationId, long trunkId) {
        return handle.createQuery(NUMBERS).bind("organization_id", organizationId)
                .bind("trunk_id", trunkId).mapTo(String.class).list();
    }

    /** Writes it, and what it calls over instead of what there was. */
    static void write(Handle handle, String organizationId, CallerId id) {
        delete(handle, organizationId, id.number());
        handle.createUpdate(TAKE_TRUNKS).bind("organization_id", organizationId).bind("number", id.number())
                .bind("name", id.name()).bind("created_at", id.createdAt())
                .bindArray("trunk_ids", String.class,
                        id.trunks().stream().map(trunk -> Long.toString(trunk.trunkId())).toList())
                .bindArray("preferences", Integer.class,
                        IntStream.range(0, id.trunks().size()).boxed().toList())
                .execute();
    }

    static boolean delete(Handle handle, String organizationId, String number) {
        return handle.createUpdate(LEAVE_TRUNKS).bind("organization_id", organizationId)
                .bind("number", number).execute() > 0;
    }

    /** Sets the limits of a number, or takes them away; the last of what the transaction locks. */
    static void limit(Handle handle, LimitSql.Limited key, Limits limits, Instant now) {
        if (limits.equals(Limits.NONE)) {
            run(handle, DROP_LIMITS, key);
            return;
        }
        boolean limited = handle.createQuery(HAS_LIMITS).bind("organization_id", key.organizationId())
                .bind("number", key.id()).mapTo(Boolean.class).one();
        if (!limited) {
            handle.execute(ALONE);
            handle.createUpdate(MAKE_LIMITS).bind("organization_id", key.organizationId())
                    .bind("number", key.id()).bind("now", now).execute();
        }
        LimitSql.set(handle, key, LimitSql.Whole.of(limits), now);
    }

    private static void run(Handle handle, String sql, LimitSql.Limited key) {
        handle.createUpdate(sql).bind("organization_id", key.organizationId()).bind("number", key.id())
                .execute();
    }

    private static CallerId callerId(ResultSet row) throws SQLException {
        Timestamp created = row.getTimestamp("created_at");
        return new CallerId(row.getString("number"), row.getString("name"),
                trunks(row), LimitSql.limits(row),
                created == null ? null : created.toInstant());
    }

    private static List<Trunk> trunks(ResultSet row) throws SQLException {
        Long[] keys = (Long[]) row.getArray("trunk_ids").getArray();
        UUID[] ids = (UUID[]) row.getArray("public_ids").getArray();
        Boolean[] live = (Boolean[]) row.getArray("live").getArray();
        var trunks = new ArrayList<Trunk>();
        for (int i = 0; i < keys.length; i++) {
            trunks.add(new Trunk(keys[i], CallerId.publicId(ids[i]), live[i]));
        }
        return trunks;
    }
}
