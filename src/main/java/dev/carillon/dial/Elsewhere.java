package dev.carillon.dial;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.Timeline;
import dev.carillon.call.Admission;
import dev.carillon.call.BatchCall;
import dev.carillon.call.Trunk;
import dev.carillon.call.Verdict;
import dev.carillon.dial.Capacity.Grant;
import dev.carillon.dial.Placement.Chosen;
import dev.carillon.dial.Placement.Ways;

/**
 * Brings attempts whose trunk failed them before anything rang to another trunk of their caller ID: durably
 * before its carrier hears of them, by all rules that hold at that moment, within its limits and its pace,
 * and at once, or not at all. Nothing waits here: who finds no trunk ends as its carrier said. Not
 * thread-safe.
 */
final class Elsewhere {

    private final DialLedger ledger;
    private final DialSettings settings;
    private final Starts starts;
    private final LiveCalls live;
    private final TrunkHealth health;
    private final Timeline timeline;

    Elsewhere(Dialer.Ports ports, DialSettings settings, Starts starts, LiveCalls live) {
        this.ledger = ports.ledger();
        this.timeline = ports.timeline();
        this.settings = settings;
        this.starts = starts;
        this.live = live;
        this.health = live.health();
    }

    /** @param may whether this node may place anything at all */
    void goOn(Instant now, boolean may) {
        List<LiveCall> failed = live.takeFailed();
        if (failed.isEmpty()) {
            return;
        }
        List<Placement> placed = List.of();
        try {
            placed = may ? placed(failed, now) : placed;
        } finally {
            settle(failed, placed, now);
        }
    }

    private List<Placement> placed(List<LiveCall> failed, Instant now) {
        try {
            List<Placement> placed = ledger.placeElsewhere(failed.stream().map(LiveCall::failed).toList(),
                    health.resting(now), now, ways -> choose(ways, failed, now));
            if (!placed.isEmpty()) {
                starts.wires().committed(Duration.between(now, timeline.now()));
            }
            return placed;
        } catch (LedgerAway away) {
            return List.of(); // whatever became of it, nothing of it is placed
        }
    }

    private Chosen choose(Ways ways, List<LiveCall> failed, Instant now) {
        starts.wires().learn(ways.usage().values(), ways.sharedSince());
        var capacity = new Capacity(ways.usage(), starts.node(0, null), starts.wires(), now);
        var moment =
                new Moment(new Admission(now, settings.ringTimeout()), capacity, new Trials(health, now));
        var placements = new ArrayList<Placement>();
        for (LiveCall call : failed) {
            Placement placement = null;
            for (BatchCall way : ways.of(call.key())) {
                placement = placement == null ? over(way, call, moment) : placement;
            }
            if (placement != null) {
                placements.add(placement);
            }
        }
        starts.nodeFreeAt(capacity.nodeFreeAt());
        return new Chosen(placements, capacity.freeAt());
    }

    /** By what is decided at one moment. */
    private record Moment(Admission admission, Capacity capacity, Trials trials) {
    }

    /** Of what limits an attempt the trunk's alone are looked at: the attempt has its place of all others. */
    private @Nullable Placement over(BatchCall way, LiveCall call, Moment moment) {
        Trunk trunk = Objects.requireNonNull(way.trunk());
        if (!(moment.admission.decide(way, call.task()) instanceof Verdict.Dial)
                || !moment.trials.admits(trunk)) {
            return null;
        }
        return switch (moment.capacity.take(moment.capacity.rooms(way, null), true)) {
            case Grant.Start(Instant at, Duration late) -> {
                moment.trials.takes(trunk);
                yield new Placement(call.key(), way, at, at.plus(late),
                        LiveCall.lastDeadline(at.plus(late), settings));
            }
            case Grant.Full _ -> null;
        };
    }

    private void settle(List<LiveCall> failed, List<Placement> placed, Instant now) {
        Map<CallKey, Placement> byCall = new HashMap<>();
        placed.forEach(p -> byCall.put(p.call(), p));
        for (LiveCall call : failed) {
            Placement placement = byCall.get(call.key());
            if (placement == null) {
                live.endsAsTold(call, now);
            } else {
                live.goesOn(call, placement);
            }
        }
        failed.stream().filter(call -> byCall.containsKey(call.key())).forEach(starts::add);
    }
}
