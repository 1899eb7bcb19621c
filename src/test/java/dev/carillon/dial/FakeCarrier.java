package dev.carillon.dial;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.LawBroken;
import dev.carillon.base.VirtualTimeline;
import dev.carillon.call.Again;
import dev.carillon.call.AttemptState;
import dev.carillon.call.CarrierEvent;
import dev.carillon.call.CarrierEvent.Kind;
import dev.carillon.call.Outcome;
import dev.carillon.call.Trunk;

/** A carrier that does with each number what its script says, and remembers what it was told to place. */
final class FakeCarrier implements Carrier, Trunks {

    private final VirtualTimeline timeline;
    private final Map<CallKey, Up> up = new HashMap<>();
    private final Set<String> known = new HashSet<>();
    /** Trunks that fail every call before anything rings, and say so after a while. */
    final Map<Long, Outcome> failing = new HashMap<>();
    /** Whether an end may be told that asks for another trunk, whatever came before. */
    boolean alwaysAsksForAnother;
    final List<Placed> placed = new ArrayList<>();
    final List<CallKey> hungUp = new ArrayList<>();
    final List<Adopted> adopted = new ArrayList<>();
    /** Whether it is still taking over what it was told to adopt. */
    boolean asking;
    /** Whether it has no room for more calls. */
    boolean full;
    /** What is told to be kept of each call. */
    @Nullable String keeps;
    /** The script of a number. */
    Function<String, Script> scripts = _ -> Script.talks(Duration.ofSeconds(2));
    /** What carriers tell passes through here: it may be lost, doubled or late. */
    Consumer<Runnable> line = Runnable::run;
    /** How long it takes the carrier to confirm a hang-up; null: it never does. */
    @Nullable Duration confirms = Duration.ZERO;
    /** Runs before each placement. */
    Runnable beforePlacing = () -> {
    };

    FakeCarrier(VirtualTimeline timeline) {
        this.timeline = timeline;
    }

    @Override
    public Carrier carrier(Trunk trunk) {
        return this;
    }

    @Override
    public boolean haveRoom() {
        return !full;
    }

    /** When which call was placed. */
    record Placed(Instant at, CallKey call, String number, long trunk, int placement) {
    }

    /** What a call does, each step at its time after the placement. */
    record Script(List<Step> steps) {

        record Step(Duration after, Kind kind, @Nullable Outcome outcome) {
        }

        static Script talks(Duration length) {
            return new Script(List.of(step(200, Kind.RINGING), step(1_000, Kind.ANSWERED),
                    step(1_100, Kind.JOINED),
                    new Step(length.plusMillis(1_100), Kind.ENDED, Outcome.COMPLETED)));
        }

        static Script ends(Duration after, Outcome outcome) {
            return new Script(List.of(new Step(after, Kind.ENDED, outcome)));
        }

        /** Goes as far as this and says no more. */
        static Script only(Kind... kinds) {
            var steps = new ArrayList<Step>();
            for (Kind kind : kinds) {
                steps.add(step(100L * (steps.size() + 1), kind));
            }
            return new Script(steps);
        }

        private static Step step(long millis, Kind kind) {
            return new Step(Duration.ofMillis(millis), kind, null);
        }
    }

    private record Up(CallPlan plan, Consumer<CarrierEvent> told) {
    }

    @Override
    public void place(CallPlan plan, Consumer<CarrierEvent> told) {
        beforePlacing.run();
        if (timeline.nanos() > plan.placeByNanos()) {
            told.accept(CarrierEvent.ended(plan.call(), timeline.now(), Outcome.NOT_PLACED));
            return;
        }
        FakeTables.holds("Single dial", known.add(plan.call() + " " + plan.trunk().trunkId()),
                plan.call() + " is placed twice");
        for (Up other : up.values()) {
            FakeTables.holds("Single dial", !other.plan.toNumber().equals(plan.toNumber())
                    || !other.plan.trunk().organizationId().equals(plan.trunk().organizationId()),
                    plan.toNumber() + " is up twice");
        }
        placed.add(new Placed(timeline.now(), plan.call(), plan.toNumber(), plan.trunk().trunkId(),
                plan.placement()));
        var call = new Up(plan, told);
        up.put(plan.call(), call);
        Outcome fails = failing.get(plan.trunk().trunkId());
        Script script = fails == null
                ? scripts.apply(plan.toNumber())
                : Script.ends(Duration.ofMillis(50), fails);
        for (Script.Step step : script.steps()) {
            if (step.after().isZero()) {
                tell(call, step);
            } else {
                timeline.wakeAt(timeline.now().plus(step.after()), () -> tell(call, step));
            }
        }
    }

    private void tell(Up call, Script.Step step) {
        Up current = up.get(call.plan().call());
        if (current != null && (call.equals(current) || step.kind() == Kind.ENDED)) {
            if (step.kind() == Kind.ENDED) {
                up.remove(call.plan().call());
            }
            Instant at = timeline.now();
            line.accept(() -> current.told().accept(step.outcome() == null
                    ? CarrierEvent.of(call.plan().call(), step.kind(), at).resumableBy(keeps)
                    : CarrierEvent.ended(call.plan().call(), at, step.outcome(), null, again(call))));
        }
    }

    /** A call that is still up goes on, unless it was not joined. */
    @Override
    public void adopt(Adopted call, Consumer<CarrierEvent> told) {
        adopted.add(call);
        Up before = up.get(call.plan().call());
        if (before == null) {
            Carrier.super.adopt(call, told);
        } else {
            adopt(call, before, told);
        }
    }

    private void adopt(Adopted call, Up before, Consumer<CarrierEvent> told) {
        var mine = new Up(before.plan(), told);
        up.put(call.plan().call(), mine);
        if (call.state() == AttemptState.JOINED) {
            tell(mine, new Script.Step(Duration.ZERO, Kind.JOINED, null));
        } else {
            tell(mine, new Script.Step(Duration.ZERO, Kind.ENDED,
                    call.state() == AttemptState.ANSWERED ? Outcome.ABANDONED : Outcome.NO_ANSWER));
        }
    }

    @Override
    public boolean isAsking(CallKey call) {
        return asking;
    }

    private Again again(Up call) {
        return alwaysAsksForAnother || failing.containsKey(call.plan().trunk().trunkId())
                ? Again.OTHER_TRUNK
                : Again.NO;
    }

    @Override
    public void hangUp(CallKey key) {
        FakeTables.holds("Single dial", !hungUp.contains(key), key + " is hung up twice");
        hungUp.add(key);
        Up call = up.get(key);
        if (call != null && confirms != null) {
            timeline.wakeAt(timeline.now().plus(confirms),
                    () -> tell(call, new Script.Step(Duration.ZERO, Kind.ENDED, Outcome.CANCELLED)));
        }
    }

    /** The call's late end, after the carrier had nothing to say for long. */
    void end(CallKey key, Outcome outcome) {
        tell(FakeTables.present(up.get(key)), new Script.Step(Duration.ZERO, Kind.ENDED, outcome));
    }

    /** The call's carrier says this now. */
    void say(CallKey key, Kind kind) {
        tell(FakeTables.present(up.get(key)), new Script.Step(Duration.ZERO, kind, null));
    }

    /** The calls of these attempts end without a word, as those of a process that is gone do. */
    void vanish(Set<CallKey> calls) {
        up.keySet().removeAll(calls);
    }

    int live() {
        return up.size();
    }

    /** In no window do more calls start on a trunk than its pace allows. */
    void checkPace(long trunk, double callsPerSecond, int burst) {
        List<Instant> starts = placed.stream().filter(p -> p.trunk() == trunk).map(Placed::at).toList();
        checkPace(starts, callsPerSecond, burst);
    }

    static void checkPace(List<Instant> starts, double callsPerSecond, int burst) {
        for (int i = 0; i < starts.size(); i++) {
            for (int j = i; j < starts.size(); j++) {
                double seconds = Duration.between(starts.get(i), starts.get(j)).toNanos() / 1e9;
                if (j - i + 1 > seconds * callsPerSecond + burst + 1e-6) {
                    throw new LawBroken("Capacity", (j - i + 1) + " starts in " + seconds + " s at "
                            + callsPerSecond + "/s, burst " + burst);
                }
            }
        }
    }
}
