package dev.carillon.ledger;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids;
import dev.carillon.call.AttemptCap;
import dev.carillon.call.BatchCall;
import dev.carillon.call.CallingWindow;
import dev.carillon.call.Destinations;
import dev.carillon.call.Hours;
import dev.carillon.call.Numbering;
import dev.carillon.call.QuietHours;
import dev.carillon.call.Rank;
import dev.carillon.call.RetryPlan;
import dev.carillon.call.RuleText;
import dev.carillon.call.Rules;
import dev.carillon.call.SecretText;
import dev.carillon.call.Trunk;

/** Reads what the dial half knows of batches, their organisations' rules and their trunks with them. */
final class DefinitionSql {

    private DefinitionSql() {
    }

    /** A batch and the trunk that it takes; null: none is usable. */
    record Wanted(long batchId, @Nullable Long trunkId) {
    }

    static Map<Long, BatchCall> read(Connection c, List<Wanted> wanted) throws SQLException {
        return read(c, wanted, Set.of());
    }

    /** @param resting trunks that are not taken, as if they were paused */
    static Map<Long, BatchCall> read(Connection c, List<Wanted> wanted, Set<Long> resting)
            throws SQLException {
        var batches = new HashMap<Long, BatchCall>();
        if (!wanted.isEmpty()) {
            Long[] trunks = wanted.stream().map(Wanted::trunkId).toArray(Long[]::new);
            Statements.list(c, SurveySql.DEFINITIONS, DefinitionSql::batch,
                    Columns.longs(wanted, Wanted::batchId), trunks, Columns.longs(resting))
                    .forEach(b -> batches.put(b.batchId(), b));
        }
        return batches;
    }

    /**
     * Where retries are off, the budget of a task is 1, unless the task itself asked for more: its word wins.
     */
    private static BatchCall batch(ResultSet r) throws SQLException {
        return new BatchCall(r.getLong("batch_id"), r.getString("organization_id"),
                r.getString("from_number"), r.getString("agent_id"), rules(r),
                new Rank(r.getInt("weight"), r.getInt("priority")), trunk(r));
    }

    private static Rules rules(ResultSet r) throws SQLException {
        RetryPlan plan = RuleText.retryPlan(r.getString("retry_rules"), r.getBoolean("retry_spread"));
        int attempts = r.getInt("cap_attempts");
        AttemptCap cap = r.wasNull() ? null : new AttemptCap(attempts, Duration.ofDays(r.getInt("cap_days")));
        return new Rules(hours(r), plan, Statements.instantOrNull(r, 8), cap);
    }

    private static Hours hours(ResultSet r) throws SQLException {
        String zone = r.getString("timezone");
        return new Hours(quietHours(r), windows(r), zone == null ? null : ZoneId.of(zone),
                RuleText.zones(r.getString("default_zones")));
    }

    private static List<CallingWindow> windows(ResultSet r) throws SQLException {
        String organization = r.getString(16);
        String batch = r.getString(11);
        return CallingWindow.inForce(organization == null ? null : RuleText.spans(organization),
                batch == null ? List.of() : RuleText.spans(batch), r.getBoolean("sandbox"));
    }

    private static @Nullable QuietHours quietHours(ResultSet r) throws SQLException {
        LocalTime start = r.getObject("quiet_start", LocalTime.class);
        return start == null
                ? null
                : new QuietHours(start, r.getObject("quiet_end", LocalTime.class),
                        ZoneId.of(r.getString("quiet_zone")));
    }

    private static @Nullable Trunk trunk(ResultSet r) throws SQLException {
        String kind = r.getString("kind");
        return kind == null
                ? null
                : new Trunk(r.getLong("trunk_id"), publicId(r), r.getString("organization_id"),
                        Trunk.Kind.valueOf(kind.toUpperCase(Locale.ROOT)), r.getString("settings"),
                        SecretText.read(r.getString("secrets")), destinations(r), pausedBefore(r));
    }

    private static String publicId(ResultSet r) throws SQLException {
        return Ids.text(Ids.TRUNK, r.getObject("trunk_public_id", UUID.class));
    }

    private static List<Destinations> pausedBefore(ResultSet r) throws SQLException {
        String text = r.getString("paused_before");
        return text == null ? List.of() : RuleText.destinations(text);
    }

    private static @Nullable Destinations destinations(ResultSet r) throws SQLException {
        Array countries = r.getArray("countries");
        if (countries == null) {
            return null;
        }
        Set<Numbering.Kind> kinds = new HashSet<>();
        Array named = r.getArray("kinds");
        for (String kind : named == null ? new String[0] : (String[]) named.getArray()) {
            kinds.add(Numbering.Kind.of(kind));
        }
        return new Destinations(Set.of((String[]) countries.getArray()), kinds);
    }
}
