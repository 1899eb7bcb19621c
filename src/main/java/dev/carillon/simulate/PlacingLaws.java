package dev.carillon.simulate;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.CallingWindow;
import dev.carillon.call.QuietHours;
import dev.carillon.dial.Placement;
import dev.carillon.dial.UsageKey;

/** What must be true when a carrier is told of a call: the last moment before a phone rings. */
final class PlacingLaws {

    private static final long OBEYED_WITHIN = 1_000_000;
    private static final long KNOWN_WITHIN = 2_000_000;
    /** What was opened by another pace has been placed after so long. */
    private static final long OPENED_BEFORE = 500_000;

    private final World world;
    private final Judge judge;
    private final Map<CallKey, Network.Call> placed = new HashMap<>();
    private final Map<UsageKey, Integer> live = new HashMap<>();
    private final Map<UsageKey, PaceWatch> paces = new HashMap<>();
    private final Map<UsageKey, Long> pacedSince = new HashMap<>();
    private final Map<Long, Long> stopped = new HashMap<>();
    private final Map<Line, Long> suppressed = new HashMap<>();

    PlacingLaws(World world, Judge judge) {
        this.world = world;
        this.judge = judge;
    }

    int live(UsageKey key) {
        return live.getOrDefault(key, 0);
    }

    void limited(UsageKey key) {
        paces.remove(key);
        pacedSince.put(key, world.clockwork.micros() + OPENED_BEFORE);
    }

    void stopped(long batch) {
        stopped.putIfAbsent(batch, world.clockwork.micros());
    }

    void resumed(long batch) {
        stopped.remove(batch);
    }

    void suppressed(Line line) {
        suppressed.putIfAbsent(line, world.clockwork.micros());
    }

    void over(Network.Call call) {
        AttemptRow a = world.store.tables().attempt(call.key());
        if (a != null) {
            a.opening.limits().forEach(key -> live.merge(key, -1, Integer::sum));
        }
    }

    void placed(Network.Call call, Network.@Nullable Call sameLine) {
        Tables tables = world.store.tables();
        AttemptRow a = tables.attempt(call.key());
        if (a == null) {
            world.broken(SimulatedLaw.SINGLE_DIAL, "not durable: " + call.key());
            return;
        }
        singleDial(call, a, sameLine);
        obedience(a);
        BatchRow b = tables.batch(a.key.batchId());
        Shadow.TaskShadow task = judge.shadow(b).task(a.key.seq());
        task.placed += a.before.isEmpty() ? 1 : 0;
        world.holds(SimulatedLaw.BUDGET, task.placed <= b.tasks.get(a.key.seq()).budget, a.key);
        world.holds(SimulatedLaw.ANSWERED, call.plan.agent().agentId().equals(a.opening.agentId()), a.key);
        boolean open = window(b, a);
        world.holds(SimulatedLaw.WINDOW, open, open
                ? a.key
                : a.key + " to " + a.line.number() + " by "
                        + b.plan.timing() + " and " + tables.organization(b.organizationId).window + " in "
                        + a.opening.zones());
        capacity(tables, a);
    }

    private void singleDial(Network.Call call, AttemptRow a, Network.@Nullable Call sameLine) {
        over(call, a, placed.put(a.key, call));
        world.holds(SimulatedLaw.SINGLE_DIAL, sameLine == null,
                sameLine == null ? a.key : a.key + " rings where " + sameLine.key() + " is up");
        world.holds(SimulatedLaw.SINGLE_DIAL, !a.ended(), "placed after its end: ", a.key);
        long late = world.clockwork.micros() - world.clockwork.micros(a.opening.placeBy());
        world.holds(SimulatedLaw.SINGLE_DIAL, late <= world.troubles.clockError(),
                "after its place_by: ", a.key);
        world.holds(SimulatedLaw.SINGLE_DIAL,
                call.life.owner().leaseUntil() > world.clockwork.micros() && call.life.time.trusted(),
                "without a lease: ", a.key);
    }

    /**
     * Each placement is durable before its carrier hears of it, over a trunk that has not failed it; none
     * follows one that rang, or that ended otherwise than by its trunk's fault.
     */
    private void over(Network.Call call, AttemptRow a, Network.@Nullable Call last) {
        int placements = last == null ? 1 : last.placement() + 1;
        call.placement(placements);
        world.holds(SimulatedLaw.SINGLE_DIAL,
                placements == a.before.size() + 1 && placements <= Placement.MOST
                        && call.plan.trunk().trunkId() == a.opening.trunkId(),
                "placed twice: ", a.key);
        world.holds(SimulatedLaw.SINGLE_DIAL, !a.before.contains(a.opening.trunkId()),
                "placed twice over one trunk: ", a.key);
        if (last != null) {
            world.census.placedAgain();
            world.holds(SimulatedLaw.SINGLE_DIAL, !last.rang() && last.ended() != null
                    && last.ended().mayTakeAnotherTrunk(), "placed again after it rang: ", a.key);
        }
    }

    private void obedience(AttemptRow a) {
        long now = world.clockwork.micros();
        long since = stopped.getOrDefault(a.key.batchId(), now);
        world.holds(SimulatedLaw.OBEDIENCE, now - since <= OBEYED_WITHIN, "stopped before: ", a.key);
        since = suppressed.getOrDefault(a.line, now);
        world.holds(SimulatedLaw.SUPPRESSION, now - since <= OBEYED_WITHIN, a.key);
    }

    private void capacity(Tables tables, AttemptRow a) {
        for (UsageKey key : a.opening.limits()) {
            UsageRow row = tables.usage.get(key);
            int now = live.merge(key, 1, Integer::sum);
            if (row == null) {
                continue;
            }
            world.holds(SimulatedLaw.CAPACITY, now <= judge.allowed(row), key);
            Double pace = row.limits.callsPerSecond();
            boolean counts = pacedSince.getOrDefault(key, 0L) <= world.clockwork.micros();
            if (pace != null && counts && key.scope() == UsageKey.Scope.TRUNK) {
                double clocks = 2 * world.troubles.clockError() / 1e6;
                PaceWatch watch = paces.computeIfAbsent(key,
                        _ -> new PaceWatch(pace, row.limits.burst(), clocks));
                boolean kept = watch.start(world.clockwork.micros() / 1e6);
                world.holds(SimulatedLaw.CAPACITY, kept, "too many starts: ", kept ? key : key + " " + watch);
            }
        }
    }

    /**
     * In every zone where the called party may be, by rules that a node may go by at this moment.
     */
    private boolean window(BatchRow b, AttemptRow a) {
        OrganizationRow organization = world.store.tables().organization(b.organizationId);
        List<ZoneId> zones = zones(b.tasks.get(a.key.seq()), organization);
        for (BatchPlan plan : judge.shadow(b).inForce(world.clockwork.micros(), KNOWN_WITHIN)) {
            if (allows(plan, organization, zones)) {
                return true;
            }
        }
        return false;
    }

    private static List<ZoneId> zones(TaskRow task, OrganizationRow organization) {
        if (task.timezone != null) {
            return List.of(task.timezone);
        }
        Places.Place place = Places.of(task.line.number());
        ZoneId byDefault = organization.defaultZones.get(place.country());
        return place.zones().size() > 1 && byDefault != null ? List.of(byDefault) : place.zones();
    }

    private boolean allows(BatchPlan plan, OrganizationRow organization, List<ZoneId> zones) {
        Instant now = world.clockwork.now();
        QuietHours quiet = plan.timing().quiet();
        if (quiet != null && quiet.contains(now) && quiet.contains(now.plus(world.troubles.clockError(),
                ChronoUnit.MICROS))) {
            return false;
        }
        boolean applies = plan.timing().window() != null
                || (organization.window == null ? !plan.sandbox() : !organization.window.isEmpty());
        if (!applies) {
            return true;
        }
        for (ZoneId zone : zones) {
            if (!Local.open(plan, organization, now.atZone(zone))
                    || !Local.open(plan, organization, now.plus(world.settings.ringTimeout()).atZone(zone))) {
                return false;
            }
        }
        return !zones.isEmpty();
    }

    /** Windows by the clock on the wall there, in java.time's own words. */
    private static final class Local {

        private Local() {
        }

        static boolean open(BatchPlan plan, OrganizationRow organization, ZonedDateTime local) {
            List<CallingWindow.Span> own = organization.window;
            if (own == null && !plan.sandbox() && (local.getHour() < 8 || local.getHour() >= 21)) {
                return false;
            }
            if (own != null && !own.isEmpty() && own.stream().noneMatch(s -> within(s, local))) {
                return false;
            }
            CallingWindow window = plan.timing().window();
            return window == null || window.spans().stream().anyMatch(s -> within(s, local));
        }

        private static boolean within(CallingWindow.Span span, ZonedDateTime local) {
            int second = local.toLocalTime().toSecondOfDay();
            int end = span.end().toSecondOfDay() == 0 ? 24 * 3600 : span.end().toSecondOfDay();
            return span.days().contains(local.getDayOfWeek()) && second >= span.start().toSecondOfDay()
                    && second < end;
        }
    }
}
