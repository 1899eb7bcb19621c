package dev.carillon.simulate;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.AttemptCap;
import dev.carillon.call.BatchStatus;
import dev.carillon.call.Callee;
import dev.carillon.call.CallingWindow;
import dev.carillon.call.Destinations;
import dev.carillon.call.Outcome;
import dev.carillon.call.QuietHours;
import dev.carillon.call.RetryPlan;
import dev.carillon.call.RetryRule;
import dev.carillon.call.StopLoss;
import dev.carillon.dial.DialSettings;

/** Draws what a world is made of. */
final class Draw {

    private static final Instant YEAR = Instant.parse("2026-01-01T00:00:00Z");
    private static final int MINUTES_OF_A_YEAR = 365 * 24 * 60;
    private static final List<Outcome> MAY_BE_RETRIED =
            List.of(Outcome.values()).stream().filter(Outcome::mayBeRetried).toList();
    private static final List<StopLoss.Measure> MEASURES = List.of(StopLoss.Measure.values());
    private static final List<ZoneId> ZONES = List.of(ZoneId.of("Europe/Berlin"),
            ZoneId.of("America/New_York"), ZoneId.of("Asia/Tokyo"), ZoneId.of("UTC"));

    private final RandomGenerator random;
    private final Population population;
    private final Instant start;

    Draw(RandomGenerator random, Population population) {
        this.population = population;
        this.random = random;
        this.start = YEAR.plus(Duration.ofMinutes(random.nextInt(MINUTES_OF_A_YEAR)));
    }

    Instant start() {
        return start;
    }

    boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    static int nodes(RandomGenerator random) {
        return Math.max(1, (random.nextInt(10) + 6) / 4);
    }

    DialSettings settings() {
        return new DialSettings(Duration.ofSeconds(15), Duration.ofSeconds(3), Duration.ofSeconds(60),
                Duration.ofSeconds(2), random.nextInt(4, 60), random.nextInt(4, 40),
                oneIn(4) ? Double.valueOf(random.nextDouble(1, 20)) : null);
    }

    OrganizationPlan organization(int index) {
        List<CallingWindow.Span> window = oneIn(4) ? spans() : oneIn(5) ? List.of() : null;
        AttemptCap cap = oneIn(4)
                ? new AttemptCap(random.nextInt(1, 4), Duration.ofDays(random.nextInt(1, 8)))
                : null;
        return new OrganizationPlan("organization0000000" + (char) ('a' + index),
                random.nextInt(1, 4), window,
                oneIn(2) ? Map.of("RU", ZoneId.of("Europe/Moscow")) : Map.of(), cap,
                oneIn(3) ? Limits.live(random.nextInt(2, 20)) : Limits.NONE,
                oneIn(6) ? Integer.valueOf(random.nextInt(5, 40)) : null);
    }

    TrunkPlan trunk(String organization, boolean sandbox) {
        return new TrunkPlan(organization, sandbox, sandbox ? null : destinations(), trunkLimits());
    }

    private Destinations destinations() {
        Set<String> countries = new HashSet<>(List.of("DE", "FR", "US", "GB", oneIn(2) ? "JP" : "IN"));
        if (oneIn(2)) {
            countries.remove(List.of("DE", "FR", "US", "GB").get(random.nextInt(4)));
        }
        return new Destinations(countries, Set.of());
    }

    Limits trunkLimits() {
        int live = random.nextInt(2, 15);
        return new Limits(oneIn(6) ? null : Integer.valueOf(live), oneIn(3) ? random.nextInt(live) : 0,
                oneIn(4) ? null : Double.valueOf(random.nextDouble(0.3, 12)), random.nextInt(1, 4));
    }

    /** In which hours: short and long ones, on some days or on all. */
    List<CallingWindow.Span> spans() {
        var spans = new ArrayList<CallingWindow.Span>();
        int count = oneIn(3) ? 2 : 1;
        for (int i = 0; i < count; i++) {
            Set<DayOfWeek> days = EnumSet.allOf(DayOfWeek.class);
            if (oneIn(3)) {
                days.remove(DayOfWeek.of(random.nextInt(1, 8)));
            }
            int from = random.nextInt(0, 20);
            int to = from + random.nextInt(2, 14);
            spans.add(new CallingWindow.Span(days, LocalTime.of(from, 30 * random.nextInt(2)),
                    to >= 24 ? LocalTime.MIDNIGHT : LocalTime.of(to, 30)));
        }
        return spans;
    }

    BatchPlan.Timing timing(Instant now) {
        QuietHours quiet = null;
        if (oneIn(6)) {
            int from = random.nextInt(24);
            quiet = new QuietHours(LocalTime.of(from, 0),
                    LocalTime.of((from + random.nextInt(1, 12)) % 24, 0), zone());
        }
        return new BatchPlan.Timing(quiet, oneIn(5) ? new CallingWindow(spans()) : null,
                oneIn(3) ? zone() : null,
                oneIn(6) ? now.plus(Duration.ofMinutes(random.nextInt(1, 600))) : null);
    }

    private ZoneId zone() {
        return ZONES.get(random.nextInt(ZONES.size()));
    }

    RetryPlan retries() {
        var rules = new ArrayList<RetryRule>();
        if (oneIn(2)) {
            for (Outcome outcome : MAY_BE_RETRIED) {
                if (oneIn(2)) {
                    rules.add(new RetryRule(outcome, oneIn(6)
                            ? new RetryRule.Timing.At(LocalTime.of(random.nextInt(24), 0))
                            : new RetryRule.Timing.After(Duration.ofMinutes(random.nextInt(1, 40)))));
                }
            }
        }
        return new RetryPlan(true, rules, oneIn(6));
    }

    BatchPlan batch(String organization, boolean sandbox, int index) {
        boolean scheduled = oneIn(5);
        Instant at = oneIn(5)
                ? start.minus(Duration.ofHours(7))
                : start.plus(Duration.ofSeconds(random.nextInt(1, 900)));
        int budget = oneIn(3) ? 1 : random.nextInt(1, 5);
        return new BatchPlan(organization, "+4930555" + (1000 + index), "agent_" + random.nextInt(2),
                sandbox, scheduled ? BatchStatus.SCHEDULED : BatchStatus.SENT, scheduled ? at : null,
                timing(start), retries(), budget, random.nextInt(10), stopLoss());
    }

    private List<StopLoss> stopLoss() {
        if (!oneIn(4)) {
            return List.of();
        }
        var measure = MEASURES.get(random.nextInt(MEASURES.size()));
        return List.of(new StopLoss(measure, random.nextInt(10, 60), random.nextInt(2, 8),
                Duration.ofDays(2)));
    }

    /** Tasks of a batch, with people of some regions, whom its organisation may know already. */
    List<TaskPlan> tasks(int count, List<Callee> known, BatchPlan plan) {
        int regions = random.nextInt(1, 4);
        int first = random.nextInt(Places.ALL.size());
        boolean zoned = !oneIn(3);
        Set<Callee> own = new HashSet<>();
        var tasks = new ArrayList<TaskPlan>(count);
        for (int i = 0; i < count; i++) {
            Places.Place place =
                    Places.ALL.get((first + random.nextInt(regions)) % Places.ALL.size());
            Callee callee = !known.isEmpty() && oneIn(6)
                    ? known.get(random.nextInt(known.size()))
                    : population.anyone(place, random);
            known.add(callee);
            boolean before = !own.add(callee);
            tasks.add(new TaskPlan(callee, oneIn(10) ? random.nextInt(1, 6) : plan.budget(),
                    oneIn(8) ? "agent_own" : null,
                    oneIn(12) ? zone() : zoned && !oneIn(4) ? place.anyZone(random) : null,
                    oneIn(12) ? start.plus(Duration.ofSeconds(random.nextInt(1, 2_400))) : null,
                    before && oneIn(2)));
        }
        return tasks;
    }

    @Nullable Limits limits() {
        return oneIn(3) ? Limits.live(random.nextInt(1, 8)) : null;
    }
}
