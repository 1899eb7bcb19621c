package dev.carillon.simulate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.carillon.call.CallTally;
import dev.carillon.call.Outcome;
import dev.carillon.call.StopLoss;

/** A stop-loss rule that was broken some seconds ago has paused the batch by now. */
final class StopLossLaw {

    private static final long STOPPED_WITHIN = 3_000_000;
    /** A rule may be broken for a moment and kept again by the next call: it must be so at each of these. */
    private static final List<Long> LOOKS = List.of(STOPPED_WITHIN, 2_000_000L, 1_000_000L, 0L);

    private final World world;
    private final Judge judge;

    StopLossLaw(World world, Judge judge) {
        this.world = world;
        this.judge = judge;
    }

    void opened(BatchRow b, AttemptRow a) {
        if (b.plan.stopLoss().isEmpty()) {
            return;
        }
        for (StopLoss rule : b.plan.stopLoss()) {
            boolean obeyed = rule.window().compareTo(Duration.ofHours(12)) < 0
                    || world.troubles.ledgerWasAway(STOPPED_WITHIN)
                    || world.clockwork.micros() - judge.shadow(b).statusSince < STOPPED_WITHIN
                    || LOOKS.stream().anyMatch(ago -> rule.broken(tally(b, ago)).isEmpty())
                    || keptWhenSomebodyCouldLook(b, rule);
            world.holds(SimulatedLaw.OBEDIENCE, obeyed, "stop-loss: ", a.key);
        }
    }

    /** Who is well again looks before it opens anything, and may do so between two calls. */
    private boolean keptWhenSomebodyCouldLook(BatchRow b, StopLoss rule) {
        long now = world.clockwork.micros();
        return world.nodes.stream().map(SimulatedNode::life)
                .noneMatch(life -> life != null && life.wellFor(STOPPED_WITHIN))
                && judge.shadow(b).ended.stream().map(ended -> now - ended.seen())
                        .anyMatch(ago -> ago < STOPPED_WITHIN && rule.broken(tally(b, ago)).isEmpty());
    }

    /** How the calls ended of which the end was known so long ago. */
    private CallTally tally(BatchRow b, long ago) {
        Instant since = b.countsSince == null ? Instant.EPOCH : b.countsSince;
        long from = Math.ceilDiv(since.toEpochMilli(), 60_000L);
        int[] n = new int[6];
        for (Shadow.Ended ended : judge.shadow(b).ended) {
            Instant at = ended.attempt().endedAt;
            if (ended.seen() <= world.clockwork.micros() - ago && at != null
                    && Math.floorDiv(at.toEpochMilli(), 60_000L) >= from) {
                count(ended.attempt(), n);
            }
        }
        return new CallTally(n[0], n[1], n[2], n[3], n[4], n[5]);
    }

    private static void count(AttemptRow a, int[] n) {
        boolean answered = a.answeredAt != null;
        n[0]++;
        n[1] += answered ? 1 : 0;
        n[2] += a.byPerson() ? 1 : 0;
        n[3] += a.abandoned() ? 1 : 0;
        n[4] += !answered && a.outcome != null && a.outcome.failedByNetwork() ? 1 : 0;
        n[5] += !answered && (a.outcome == Outcome.DECLINED || a.outcome == Outcome.BLOCKED_BY_CALLEE)
                ? 1
                : 0;
    }
}
