package dev.carillon.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.carillon.dial.Usage;
import dev.carillon.dial.UsageKey;

/** What is in use of each limit: locked in one order by every transaction, written once in each. */
final class UsageSql {

    /**
     * Agents last, over all organisations: a claim learns them only from the tasks that it reads under the
     * other locks.
     */
    static final Comparator<UsageKey> ORDER = Comparator.comparingInt((UsageKey k) -> k.scope().number())
            .thenComparing(UsageKey::organizationId).thenComparing(UsageKey::id);

    static final String LOCK = """
            select u.organization_id, u.scope, u.id, u.live, u.max_live - u.reserved, u.calls_per_second,
                   u.burst, u.free_at,
                   case when u.scope = 30
                        then coalesce(u.day_limit, 10000)
                            - case when u.day >= d.today then u.day_starts else 0 end end
            from (select ?::date as today) d
            cross join unnest(?::text[], ?::int[], ?::text[]) k(organization_id, scope, id)
            cross join lateral (
                select * from usage x
                where x.organization_id = k.organization_id and x.scope = k.scope and x.id = k.id
                for no key update) u
            """;

    /** An agent that no directory has limited yet. */
    static final String MAKE_AGENTS = """
            insert into usage (organization_id, scope, id, max_live, free_at)
            select k.organization_id, 50, k.id, 500, ? from unnest(?::text[], ?::text[]) k(organization_id, id)
            on conflict do nothing
            """;

    static final String CHANGE = """
            update usage u
            set live = u.live + k.more,
                free_at = coalesce(timestamptz 'epoch' + k.free_at * interval '1 microsecond', u.free_at)
            from unnest(?::text[], ?::int[], ?::text[], ?::int[], ?::bigint[])
                k(organization_id, scope, id, more, free_at)
            where u.organization_id = any(array[k.organization_id]) and u.scope = k.scope and u.id = k.id
            """;

    /**
     * Starts of live calls, in the rows of organisations that are locked already. Who waited for the lock
     * past midnight counts to the new day.
     */
    static final String COUNT_TODAY = """
            update usage u
            set day_starts = case when u.day >= d.today then u.day_starts else 0 end + k.starts,
                day = greatest(u.day, d.today)
            from (select ?::date as today) d
            cross join unnest(?::text[], ?::int[]) k(organization_id, starts)
            where u.organization_id = any(array[k.organization_id]) and u.scope = 30
                and u.id = k.organization_id
            """;

    private UsageSql() {
    }

    /** What one limit gains or loses. */
    record Change(UsageKey key, int more, @Nullable Instant freeAt) {
    }

    /** Locks the rows that exist, in order. */
    static List<Usage> lock(Connection c, Collection<UsageKey> wanted, Instant now) throws SQLException {
        List<UsageKey> keys = ordered(wanted);
        return keys.isEmpty()
                ? List.of()
                : Statements.list(c, LOCK, UsageSql::usage, day(now),
                        Columns.texts(keys, UsageKey::organizationId),
                        Columns.ints(keys, k -> k.scope().number()), Columns.texts(keys, UsageKey::id));
    }

    /** More live attempts were opened, by organisation. */
    static void countToday(Connection c, Map<String, Integer> starts, Instant now) throws SQLException {
        if (!starts.isEmpty()) {
            List<Map.Entry<String, Integer>> rows = List.copyOf(starts.entrySet());
            Statements.update(c, COUNT_TODAY, day(now), Columns.texts(rows, Map.Entry::getKey),
                    Columns.ints(rows, Map.Entry::getValue));
        }
    }

    /** Days are those of UTC. */
    private static LocalDate day(Instant now) {
        return now.atOffset(ZoneOffset.UTC).toLocalDate();
    }

    static void makeAgents(Connection c, Collection<UsageKey> missing, Instant now) throws SQLException {
        List<UsageKey> keys = ordered(missing);
        Statements.update(c, MAKE_AGENTS, now, Columns.texts(keys, UsageKey::organizationId),
                Columns.texts(keys, UsageKey::id));
    }

    static void change(Connection c, List<Change> changes) throws SQLException {
        if (!changes.isEmpty()) {
            Statements.update(c, CHANGE, Columns.texts(changes, x -> x.key().organizationId()),
                    Columns.ints(changes, x -> x.key().scope().number()),
                    Columns.texts(changes, x -> x.key().id()),
                    Columns.ints(changes, Change::more), Columns.micros(changes, Change::freeAt));
        }
    }

    private static List<UsageKey> ordered(Collection<UsageKey> keys) {
        var sorted = new ArrayList<>(keys);
        sorted.sort(ORDER);
        return sorted;
    }

    private static Usage usage(ResultSet r) throws SQLException {
        var key = new UsageKey(r.getString(1), scope(r.getInt(2)), r.getString(3));
        int most = r.getInt(5);
        Integer maxLive = r.wasNull() ? null : most;
        double pace = r.getDouble(6);
        Double callsPerSecond = r.wasNull() ? null : pace;
        Usage usage = new Usage(key, r.getInt(4), maxLive, callsPerSecond, r.getInt(7),
                Statements.instant(r, 8));
        int left = r.getInt(9);
        return r.wasNull() ? usage : usage.withLeftToday(left);
    }

    private static UsageKey.Scope scope(int number) {
        for (UsageKey.Scope scope : UsageKey.Scope.values()) {
            if (scope.number() == number) {
                return scope;
            }
        }
        throw new IllegalStateException("unknown scope " + number);
    }
}
