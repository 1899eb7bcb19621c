package dev.carillon.cli;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.BatchStatus;
import dev.carillon.call.CallingWindow;
import dev.carillon.call.QuietHours;
import dev.carillon.call.RuleText;
import dev.carillon.db.Database;
import dev.carillon.dial.UsageKey;
import dev.carillon.dial.UsageKey.Scope;
import dev.carillon.simulate.ApiHalf;
import dev.carillon.simulate.BatchPlan;
import dev.carillon.simulate.Limits;
import dev.carillon.simulate.Line;
import dev.carillon.simulate.OrganizationPlan;
import dev.carillon.simulate.TaskPlan;
import dev.carillon.simulate.TrunkPlan;

/**
 * The API half of a simulated world, played with its statements in short. What is defined is told to the
 * mirror, too.
 */
final class SimulatedApiSql implements ApiHalf {

    private static final String ORGANIZATION = """
            insert into organization (organization_id, created_at, weight, calling_window, default_zones,
                cap_attempts, cap_days)
            values (:id, 'epoch', :weight, cast(:window as jsonb), cast(:zones as jsonb), :cap, :days)
            """;
    private static final String TRUNK = """
            insert into trunk (organization_id, public_id, kind, name, created_at, countries, kinds)
            values (:o, gen_random_uuid(), :kind, 'trunk', 'epoch', :countries, :kinds) returning trunk_id
            """;
    private static final String LIMIT = """
            insert into usage (organization_id, scope, id, live, max_live, reserved, calls_per_second, burst,
                free_at)
            select :o, :scope, :id, (select count(*) from on_line o join batch_call b using (batch_id)
                where :scope = 20 and o.organization_id = :o and b.from_number = :id), :most, :reserved, :cps,
                :burst, 'epoch'
            on conflict (organization_id, scope, id) do update
            set max_live = excluded.max_live, reserved = excluded.reserved,
                calls_per_second = excluded.calls_per_second, burst = excluded.burst
            """;
    private static final String BATCH = """
            insert into batch_call (organization_id, public_id, from_number, agent_id, status, total, sandbox,
                scheduled_at, retry_enabled, max_attempts, duplicates, created_at, updated_at, priority,
                stop_loss)
            values (:o, gen_random_uuid(), :from, :agent, :status, 0, :sandbox, :at, true, :budget, 'skip',
                :now, :now, :priority, cast(:stop_loss as jsonb)) returning batch_id
            """;
    private static final String RULES = """
            update batch_call set quiet_start = :quiet_start, quiet_end = :quiet_end, quiet_zone = :quiet_zone,
                calling_window = cast(:window as jsonb), timezone = :zone, expires_at = :expires,
                retry_rules = cast(:rules as jsonb), retry_spread = :spread, priority = :priority,
                updated_at = greatest(updated_at, :now)
            where batch_id = :b
            """;
    private static final String TASK = """
            insert into task (batch_id, seq, to_number, status, reason, budget, agent_id, timezone, not_before,
                created_at)
            select :b, p.total, :number, :status, :reason, :budget, :agent, :zone, :not_before, :now
            from batch_progress p where p.batch_id = :b
            """;
    private static final String AGENTS = """
            insert into agent (organization_id, agent_id, created_at, settings)
            select b.organization_id, x.agent_id, 'epoch', '{"uri": "sip:agent@example.com"}'
            from batch_call b
            cross join lateral (select b.agent_id
                union select t.agent_id from task t where t.batch_id = b.batch_id) x
            where b.batch_id = :b and x.agent_id is not null
            on conflict do nothing
            """;
    private static final String GROW = """
            update batch_progress set total = total + 1, open = open + :open, skipped = skipped + 1 - :open
            where batch_id = :b
            """;
    private static final String TURN = """
            with p as (update batch_progress set status = :to, hang_up = hang_up or :hang_up
                where batch_id = :b and status = any(:from) returning batch_id)
            update batch_call b set status = :to, reason = :reason, updated_at = greatest(updated_at, :now),
                counts_since = case when b.reason = 'stop_loss' and :to = 'sent' then :now else counts_since end
            from p where p.batch_id = b.batch_id
            """;
    private static final String SKIP = """
            with gone as (delete from due where batch_id = :b),
            ended as (
                update task t set status = 'skipped', reason = 'batch_cancelled'
                where t.batch_id = :b and t.status = 'pending' and not exists (
                    select from attempt a where a.batch_id = t.batch_id and a.seq = t.seq and a.phase < 4)
                returning t.seq)
            update batch_progress set next_seq = total, open = open - (select count(*) from ended),
                skipped = skipped + (select count(*) from ended)
            where batch_id = :b
            """;

    private final Database database;
    private final ApiHalf mirror;

    SimulatedApiSql(Database database, ApiHalf mirror) {
        this.database = database;
        this.mirror = mirror;
    }

    @Override
    public void organization(OrganizationPlan plan) {
        database.perform(h -> {
            h.createUpdate(ORGANIZATION).bind("id", plan.id()).bind("weight", plan.weight())
                    .bind("window", plan.window() == null ? null : RuleText.ofSpans(plan.window()))
                    .bind("zones", RuleText.ofZones(plan.defaultZones()))
                    .bind("cap", plan.cap() == null ? null : Integer.valueOf(plan.cap().attempts()))
                    .bind("days", plan.cap() == null ? null : Long.valueOf(plan.cap().within().toDays()))
                    .execute();
            limit(h, new UsageKey(plan.id(), Scope.ORGANIZATION, plan.id()), plan.limits());
            h.createUpdate("update usage set day_limit = :d where scope = 30 and id = :id")
                    .bind("d", plan.dayLimit()).bind("id", plan.id()).execute();
        });
        mirror.organization(plan);
    }

    @Override
    public long trunk(TrunkPlan plan) {
        long id = database.transaction(h -> {
            String[] countries = plan.destinations() == null
                    ? null
                    : plan.destinations().countries().toArray(String[]::new);
            long trunk = h.createQuery(TRUNK).bind("o", plan.organizationId())
                    .bind("kind", plan.sandbox() ? "sandbox" : "sip")
                    .bindByType("countries", countries, String[].class)
                    .bindByType("kinds", countries == null ? null : new String[0], String[].class)
                    .mapTo(Long.class).one();
            h.execute("insert into caller_id (organization_id, number, trunk_id) values (?, '*', ?)",
                    plan.organizationId(), trunk);
            limit(h, new UsageKey(plan.organizationId(), Scope.TRUNK, Long.toString(trunk)), plan.limits());
            return trunk;
        });
        return same(id, mirror.trunk(plan));
    }

    private static long same(long id, long mirrored) {
        if (id != mirrored) {
            throw new IllegalStateException("the database did not begin empty: " + id + ", not " + mirrored);
        }
        return id;
    }

    @Override
    public void pauseTrunk(long trunk, boolean paused) {
        database.perform(h -> h.execute("update trunk set paused = ? where trunk_id = ?", paused, trunk));
        mirror.pauseTrunk(trunk, paused);
    }

    @Override
    public void limit(UsageKey key, Limits limits) {
        database.perform(h -> limit(h, key, limits));
        mirror.limit(key, limits);
    }

    private static void limit(Handle h, UsageKey key, Limits limits) {
        h.createUpdate(LIMIT).bind("o", key.organizationId()).bind("scope", key.scope().number())
                .bind("id", key.id()).bind("most", limits.maxLive()).bind("reserved", limits.reserved())
                .bind("cps", limits.callsPerSecond()).bind("burst", limits.burst()).execute();
    }

    @Override
    public long batch(BatchPlan plan, List<TaskPlan> tasks, Instant now) {
        long id = database.transaction(h -> {
            long batch = h.createQuery(BATCH).bind("o", plan.organizationId()).bind("from", plan.fromNumber())
                    .bind("agent", plan.agentId()).bind("status", plan.status().word())
                    .bind("sandbox", plan.sandbox()).bind("at", plan.scheduledAt())
                    .bind("budget", plan.budget()).bind("now", now).bind("priority", plan.priority())
                    .bind("stop_loss",
                            plan.stopLoss().isEmpty() ? null : RuleText.ofStopLoss(plan.stopLoss()))
                    .mapTo(Long.class).one();
            h.execute("insert into batch_progress (batch_id, status, total, open) values (?, ?, 0, 0)", batch,
                    plan.status().word());
            limit(h, new UsageKey(plan.organizationId(), Scope.BATCH, Long.toString(batch)), Limits.NONE);
            rules(h, batch, plan, now);
            add(h, batch, tasks, now);
            return batch;
        });
        return same(id, mirror.batch(plan, tasks, now));
    }

    private static void rules(Handle h, long batch, BatchPlan plan, Instant now) {
        QuietHours quiet = plan.timing().quiet();
        CallingWindow window = plan.timing().window();
        h.createUpdate(RULES).bind("b", batch)
                .bindByType("quiet_start", quiet == null ? null : quiet.start(), LocalTime.class)
                .bindByType("quiet_end", quiet == null ? null : quiet.end(), LocalTime.class)
                .bind("quiet_zone", quiet == null ? null : quiet.zone().getId())
                .bind("window", window == null ? null : RuleText.ofSpans(window.spans()))
                .bind("zone", name(plan.timing().zone())).bind("expires", plan.timing().expiresAt())
                .bind("rules", plan.retryPlan().rules().isEmpty()
                        ? null
                        : RuleText.ofRetryRules(plan.retryPlan().rules()))
                .bind("spread", plan.retryPlan().spread()).bind("priority", plan.priority()).bind("now", now)
                .execute();
    }

    private static @Nullable String name(@Nullable ZoneId zone) {
        return zone == null ? null : zone.getId();
    }

    /** Agents that a live batch may have: how they are reached does not matter to a simulated network. */
    private static void reach(Handle h, long batch) {
        h.createUpdate(AGENTS).bind("b", batch).execute();
    }

    private static void add(Handle h, long batch, List<TaskPlan> tasks, Instant now) {
        for (TaskPlan t : tasks) {
            h.createUpdate(TASK).bind("b", batch).bind("number", t.number())
                    .bind("status", t.duplicate() ? "skipped" : "pending")
                    .bind("reason", t.duplicate() ? "duplicate_number" : null).bind("budget", t.budget())
                    .bind("agent", t.agentId()).bind("zone", name(t.timezone()))
                    .bind("not_before", t.notBefore()).bind("now", now).execute();
            h.createUpdate(GROW).bind("b", batch).bind("open", t.duplicate() ? 0 : 1).execute();
        }
        h.execute("""
                update batch_call b set total = p.total, updated_at = greatest(b.updated_at, ?)
                from batch_progress p where p.batch_id = b.batch_id and b.batch_id = ?""", now, batch);
        reach(h, batch);
    }

    @Override
    public boolean append(long batch, List<TaskPlan> tasks, Instant now) {
        return mirror.append(batch, tasks, now) && database.transaction(h -> {
            add(h, batch, tasks, now);
            return true;
        });
    }

    /** The status that it is to have, and from which. */
    private record Turn(BatchStatus to, @Nullable String reason, boolean hangUp, List<BatchStatus> from) {
    }

    private static boolean turn(Handle h, long batch, Turn turn, Instant now) {
        return h.createUpdate(TURN).bind("b", batch).bind("to", turn.to().word())
                .bind("reason", turn.reason()).bind("hang_up", turn.hangUp()).bind("now", now)
                .bindByType("from", turn.from().stream().map(BatchStatus::word).toArray(String[]::new),
                        String[].class)
                .execute() == 1;
    }

    @Override
    public boolean pause(long batch, Instant now) {
        var turn = new Turn(BatchStatus.PAUSED, "by_user", false, List.of(BatchStatus.SENT));
        return database.transaction(h -> turn(h, batch, turn, now));
    }

    @Override
    public boolean resume(long batch, Instant now) {
        var turn = new Turn(BatchStatus.SENT, null, false, List.of(BatchStatus.PAUSED));
        return database.transaction(h -> turn(h, batch, turn, now));
    }

    @Override
    public boolean cancel(long batch, boolean hangUp, Instant now) {
        var turn = new Turn(BatchStatus.CANCELLED, null, hangUp,
                List.of(BatchStatus.SCHEDULED, BatchStatus.SENT, BatchStatus.PAUSED));
        return database.transaction(h -> {
            boolean turned = turn(h, batch, turn, now);
            if (turned) {
                h.createUpdate(SKIP).bind("b", batch).execute();
            }
            return turned;
        });
    }

    @Override
    public boolean edit(long batch, BatchPlan plan, Instant now) {
        return mirror.edit(batch, plan, now) && database.transaction(h -> {
            rules(h, batch, plan, now);
            h.execute("update due set due_at = ? where batch_id = ? and reason = 'outside_window'", now,
                    batch);
            return true;
        });
    }

    @Override
    public void doNotCall(Line line, Instant now) {
        database.perform(h -> h.execute("insert into do_not_call values (?, ?, ?) on conflict do nothing",
                line.organizationId(), line.number(), now));
        mirror.doNotCall(line, now);
    }

    @Override
    public boolean saidVoicemail(CallKey call, Instant now) {
        return database.transaction(h -> h.execute("""
                update attempt set said_voicemail = true
                where batch_id = ? and seq = ? and no = ? and phase < 4""", call.batchId(), call.seq(),
                call.no()) == 1);
    }

    @Override
    public boolean hangUp(CallKey call, Instant now) {
        return database.transaction(h -> h.execute("""
                insert into hang_up (node_id, batch_id, seq, no, asked_at)
                select a.node_id, a.batch_id, a.seq, a.no, ? from attempt a
                where a.batch_id = ? and a.seq = ? and a.no = ? and (a.phase < 4 or exists (
                    select from on_line o
                    where o.batch_id = a.batch_id and o.seq = a.seq and o.no = a.no))
                on conflict do nothing""", now, call.batchId(), call.seq(), call.no()) == 1);
    }
}
