package dev.carillon.simulate;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

import dev.carillon.call.CarrierEvent.Kind;
import dev.carillon.call.Outcome;
import dev.carillon.dial.CallPlan;

/** How one call goes: its steps, and when each comes. */
final class Script {

    private static final int NEVER = 99;
    private static final List<Outcome> FATES = List.of(Outcome.COMPLETED, Outcome.COMPLETED,
            Outcome.COMPLETED,
            Outcome.COMPLETED, Outcome.COMPLETED, Outcome.COMPLETED, Outcome.COMPLETED, Outcome.COMPLETED,
            Outcome.COMPLETED, Outcome.COMPLETED, Outcome.NO_ANSWER, Outcome.NO_ANSWER, Outcome.NO_ANSWER,
            Outcome.BUSY, Outcome.BUSY, Outcome.VOICEMAIL, Outcome.VOICEMAIL, Outcome.ABANDONED,
            Outcome.AGENT_FAILED, Outcome.DECLINED, Outcome.INVALID_NUMBER, Outcome.BLOCKED_BY_NETWORK,
            Outcome.BLOCKED_BY_CALLEE, Outcome.MEDIA_MISMATCH, Outcome.CONGESTION, Outcome.TRUNK_UNREACHABLE,
            Outcome.TRUNK_CONFIG, Outcome.FAILED);
    private static final Kind[] TALKED = {Kind.RINGING, Kind.ANSWERED, Kind.JOINED, Kind.ENDED};
    private static final Kind[] ANSWERED = {Kind.RINGING, Kind.ANSWERED, Kind.ENDED};
    private static final Kind[] RUNG = {Kind.RINGING, Kind.ENDED};
    private static final Kind[] REFUSED = {Kind.ENDED};

    private final Outcome outcome;
    private final Kind[] kinds;
    private final long[] times;
    private final int silentFrom;

    private Script(Outcome outcome, Kind[] kinds, long[] times, int silentFrom) {
        this.outcome = outcome;
        this.kinds = kinds;
        this.times = times;
        this.silentFrom = silentFrom;
    }

    Outcome outcome() {
        return outcome;
    }

    /** From this step on the carrier says nothing. */
    int silentFrom() {
        return silentFrom;
    }

    static Script draw(RandomGenerator random, CallPlan plan, Troubles troubles) {
        Outcome drawn = FATES.get(random.nextInt(FATES.size()));
        Outcome fate = troubles.fateOver(plan.trunk().trunkId(), drawn);
        Kind[] kinds = switch (fate) {
            case COMPLETED -> TALKED;
            case VOICEMAIL, ABANDONED, AGENT_FAILED -> ANSWERED;
            case NO_ANSWER, DECLINED -> RUNG;
            default -> REFUSED;
        };
        long setup = random.nextLong(20_000, 300_000);
        long ring = Math.min(random.nextLong(500_000, 9_000_000), micros(plan.ringTimeout()) - 500_000);
        long join = random.nextLong(100_000, Math.min(2_900_000, micros(plan.agentSetup()) + 100_000));
        long talk = random.nextLong(1_000_000, micros(plan.longestCall()) * (random.nextInt(9) == 0 ? 1 : 0)
                + 9_000_000);
        long[] times = switch (kinds.length) {
            case 4 -> new long[]{setup, setup + ring, setup + ring + join,
                    setup + ring + Math.min(join + talk, micros(plan.longestCall()))};
            case 3 -> new long[]{setup, setup + ring, setup + ring + join};
            case 2 -> new long[]{setup, setup + ring};
            default -> new long[]{setup};
        };
        return new Script(fate, kinds, times,
                troubles.silence() ? random.nextInt(kinds.length) : NEVER);
    }

    private static long micros(Duration length) {
        return SimulatedNode.micros(length);
    }

    int length() {
        return kinds.length;
    }

    Kind kind(int step) {
        return kinds[step];
    }

    /** Microseconds from the placing. */
    long at(int step) {
        return times[step];
    }
}
