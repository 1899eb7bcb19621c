package dev.carillon.directory;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

import dev.carillon.http.Json;
import dev.carillon.http.Paging;

/** The table do_not_call. */
public final class DoNotCallSql {

    private static final String PAGE = """
            select number, added_at, source from do_not_call
            where organization_id = :organization_id and (:number::text is null or number = :number)
            order by number offset :offset limit :limit""";
    private static final String COUNT = """
            select count(*) from do_not_call
            where organization_id = :organization_id and (:number::text is null or number = :number)""";
    private static final String FIND = """
            select number, added_at, source from do_not_call
            where organization_id = :organization_id and number = :number""";
    /** In order, so that two requests with the same numbers do not wait for each other in a circle. */
    private static final String ADD = """
            insert into do_not_call (organization_id, number, added_at, source)
            select :organization_id, n.number, :now, :source from unnest(:numbers::text[]) n (number)
            order by n.number
            on conflict do nothing""";
    /** That somebody did so is kept, so that it can be told from a number that was never put there. */
    private static final String REMOVE = """
            with gone as (
                delete from do_not_call where organization_id = :organization_id and number = :number
                returning organization_id, number)
            insert into do_not_call_removed (organization_id, number, removed_at)
            select g.organization_id, g.number, :now from gone g
            on conflict (organization_id, number) do update
            set removed_at = greatest(do_not_call_removed.removed_at, excluded.removed_at)""";

    private DoNotCallSql() {
    }

    /**
     * A number, and since when it is not called.
     *
     * @param source how it came there; null: by a request
     */
    record Listed(String number, Instant addedAt, @Nullable String source) {

        static Listed of(ResultSet row) throws SQLException {
            return new Listed(row.getString("number"), row.getTimestamp("added_at").toInstant(),
                    row.getString("source"));
        }

        void write(JsonGenerator json) {
            json.writeStringProperty("number", number);
            Json.seconds(json, "added_at", addedAt);
            json.writeStringProperty("source", source);
        }
    }

    /** @param number only this one; null: all */
    static List<Listed> page(Handle handle, String organizationId, @Nullable String number, Paging paging) {
        return handle.createQuery(PAGE).bind("organization_id", organizationId).bind("number", number)
                .bind("offset", paging.offset()).bind("limit", paging.limit())
                .map((row, context) -> Listed.of(row))
                .list();
    }

    static long count(Handle handle, String organizationId, @Nullable String number) {
        return handle.createQuery(COUNT).bind("organization_id", organizationId).bind("number", number)
                .mapTo(Long.class).one();
    }

    static Optional<Listed> find(Handle handle, String organizationId, String number) {
        return handle.createQuery(FIND).bind("organization_id", organizationId).bind("number", number)
                .map((row, context) -> Listed.of(row))
                .findOne();
    }

    /** How many were not there before. */
    static int add(Handle handle, String organizationId, Collection<String> numbers, Instant now) {
        return add(handle, organizationId, numbers).bind("now", now).bind("source", (String) null).execute();
    }

    /** Puts one number on the list whose owner has opted out; false when it was there. */
    public static boolean add(Handle handle, String organizationId, String number, Instant now) {
        return add(handle, organizationId, List.of(number)).bind("now", now).bind("source", "opt_out")
                .execute() > 0;
    }

    private static Update add(Handle handle, String organizationId, Collection<String> numbers) {
        return handle.createUpdate(ADD).bind("organization_id", organizationId)
                .bindArray("numbers", String.class, List.copyOf(numbers));
    }

    static boolean remove(Handle handle, String organizationId, String number, Instant now) {
        return handle.createUpdate(REMOVE).bind("organization_id", organizationId).bind("number", number)
                .bind("now", now).execute() > 0;
    }
}
