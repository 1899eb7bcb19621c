package dev.carillon.directory;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

import org.jdbi.v3.core.Handle;

/** The limits as the dial half reads them: rows of the table usage, locked one at a time and last. */
final class LimitSql {

    /**
     * Whatever the pace was before, the next start comes no later than by the new one. Calls above a new
     * limit end in peace.
     */
    private static final String SET = """
            insert into usage as u (organization_id, scope, id, max_live, calls_per_second, burst, reserved, free_at)
            values (:organization_id, :scope, :id, :max_live, :calls_per_second, :burst, :reserved, :now)
            on conflict (organization_id, scope, id) do update
            set max_live = excluded.max_live, calls_per_second = excluded.calls_per_second,
                burst = excluded.burst, reserved = excluded.reserved,
                free_at = least(u.free_at, :next_start),
                limited_at = case when u.live > excluded.max_live - excluded.reserved
                                  then :now::timestamptz end,
                paced_since = case when u.calls_per_second is distinct from excluded.calls_per_second
                                       or u.burst <> excluded.burst
                                   then :now::timestamptz else u.paced_since end""";

    private static final Duration SECOND = Duration.ofSeconds(1);

    private LimitSql() {
    }

    /** What has limits; the numbers are those of the schema. */
    enum Scope {
        CALLER_ID(20), ORGANIZATION(30), TRUNK(40), AGENT(50);

        private final int number;

        Scope(int number) {
            this.number = number;
        }
    }

    /** One limited thing of an organisation. */
    record Limited(String organizationId, Scope scope, String id) {
    }

    /**
     * The limits of a thing.
     *
     * @param burst    how many may start together
     * @param reserved how many of the live calls batches leave free
     */
    record Whole(Limits limits, int burst, int reserved) {

        static Whole of(Limits limits) {
            return new Whole(limits, 1, 0);
        }
    }

    /** Writes the limits; a row that is not there yet has nothing live. */
    static void set(Handle handle, Limited key, Whole limits, Instant now) {
        Double pace = limits.limits().callsPerSecond();
        handle.createUpdate(SET).bind("organization_id", key.organizationId())
                .bind("scope", key.scope().number).bind("id", key.id())
                .bind("max_live", limits.limits().maxLiveCalls()).bind("calls_per_second", pace)
                .bind("burst", limits.burst()).bind("reserved", limits.reserved()).bind("now", now)
                .bind("next_start",
                        pace == null ? now : now.plusNanos((long) (SECOND.toNanos() / pace)))
                .execute();
    }

    /** Those of a row that has the two columns. */
    static Limits limits(ResultSet row) throws SQLException {
        int live = row.getInt("max_live");
        Integer maxLive = row.wasNull() ? null : live;
        double pace = row.getDouble("calls_per_second");
        return new Limits(maxLive, row.wasNull() ? null : pace);
    }
}
