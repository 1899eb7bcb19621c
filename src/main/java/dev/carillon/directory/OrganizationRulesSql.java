package dev.carillon.directory;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jdbi.v3.core.Handle;

import dev.carillon.call.AttemptCap;
import dev.carillon.call.CallingWindow;
import dev.carillon.call.RuleText;
import dev.carillon.db.Notifications;

/** The row of an organisation, with its limits. */
final class OrganizationRulesSql {

    private static final String FIND = """
            select o.organization_id, o.name, o.weight, o.calling_window::text as calling_window,
                   o.default_zones::text as default_zones, o.cap_attempts, o.cap_days, o.created_at,
                   u.max_live, u.calls_per_second, coalesce(u.day_limit, :daily_attempts) as day_limit
            from organization o left join usage u
                on u.organization_id = o.organization_id and u.scope = 30 and u.id = o.organization_id
            where o.organization_id = :organization_id""";
    private static final String LOCK = """
            select organization_id from organization
            where organization_id = :organization_id for no key update""";
    /** A node that waits for the pace of a limit looks again when the organisation's row was written. */
    private static final String TOUCH = """
            update organization set name = name where organization_id = :organization_id""";
    private static final String WRITE = """
            update organization
            set name = :name, weight = :weight, calling_window = :calling_window::jsonb,
                default_zones = :default_zones::jsonb, cap_attempts = :cap_attempts, cap_days = :cap_days,
                window_since = case when :other_hours then :now else window_since end,
                cap_since = case when :other_cap then :now else cap_since end
            where organization_id = :organization_id""";

    private static final String DAY_LIMIT = """
            update usage set day_limit = :day_limit
            where organization_id = :organization_id and scope = 30 and id = :organization_id""";

    private OrganizationRulesSql() {
    }

    /** Until the transaction ends, nobody else changes the organisation, its trunks or its caller IDs. */
    static void lock(Handle handle, String organizationId) {
        handle.createQuery(LOCK).bind("organization_id", organizationId).mapTo(String.class).findOne();
    }

    /** Tells the nodes, with the commit, that limits of the organisation are others. */
    static void touch(Handle handle, String organizationId) {
        handle.createUpdate(TOUCH).bind("organization_id", organizationId).execute();
        Notifications.announce(handle);
    }

    static OrganizationRules find(Handle handle, String organizationId) {
        return handle.createQuery(FIND).bind("organization_id", organizationId)
                .bind("daily_attempts", OrganizationRules.DAILY_ATTEMPTS)
                .map((row, context) -> rules(row)).one();
    }

    /**
     * Writes what is another now; the limits come last. What was stored by the hours before is brought in
     * line by upkeep, which knows it by {@code window_since}.
     */
    static void write(Handle handle, OrganizationRules before, OrganizationRules after, Instant now) {
        boolean otherHours = !after.hours().equals(before.hours());
        List<CallingWindow.Span> window = after.hours().window();
        Optional<AttemptCap> cap = Optional.ofNullable(after.cap());
        handle.createUpdate(WRITE).bind("organization_id", after.organizationId()).bind("name", after.name())
                .bind("weight", after.weight())
                .bind("calling_window", window == null ? null : RuleText.ofSpans(window))
                .bind("default_zones", RuleText.ofZones(after.hours().zones()))
                .bind("cap_attempts", cap.map(AttemptCap::attempts).orElse(null))
                .bind("cap_days", cap.map(c -> (int) c.within().toDays()).orElse(null))
                .bind("other_hours", otherHours)
                .bind("other_cap", cap.isPresent() && !cap.equals(Optional.ofNullable(before.cap())))
                .bind("now", now)
                .execute();
        limit(handle, before, after, now);
    }

    private static void limit(Handle handle, OrganizationRules before, OrganizationRules after, Instant now) {
        String id = after.organizationId();
        if (!after.limits().equals(before.limits())) {
            LimitSql.set(handle, new LimitSql.Limited(id, LimitSql.Scope.ORGANIZATION, id),
                    LimitSql.Whole.of(after.limits()), now);
        }
        if (after.dailyAttempts() != before.dailyAttempts()) {
            handle.createUpdate(DAY_LIMIT).bind("organization_id", id)
                    .bind("day_limit", after.dailyAttempts()).execute();
        }
    }

    private static OrganizationRules rules(ResultSet row) throws SQLException {
        String window = row.getString("calling_window");
        var hours = new OrganizationRules.Hours(window == null ? null : RuleText.spans(window),
                RuleText.zones(row.getString("default_zones")));
        int attempts = row.getInt("cap_attempts");
        AttemptCap cap = row.wasNull()
                ? null
                : new AttemptCap(attempts, Duration.ofDays(row.getInt("cap_days")));
        return new OrganizationRules(row.getString("organization_id"), row.getString("name"),
                row.getInt("weight"), hours, cap, LimitSql.limits(row), row.getInt("day_limit"),
                row.getTimestamp("created_at").toInstant());
    }
}
