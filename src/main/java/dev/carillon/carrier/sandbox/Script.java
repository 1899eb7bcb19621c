package dev.carillon.carrier.sandbox;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.CarrierEvent.Kind;
import dev.carillon.call.Outcome;
import dev.carillon.dial.CallPlan;

/**
 * What one call will tell, and when, in microseconds from its placing; {@link #NEVER} for a step that it does
 * not come to.
 *
 * @param note words for people, told with the end
 */
record Script(long ringing, long answered, long joined, long ended, Outcome outcome, @Nullable String note) {

    static final long NEVER = Long.MAX_VALUE;

    private static final String CALL_LIMIT = "call_limit";

    /** How long each part takes, in microseconds. */
    record Times(long setup, long ring, long join, long talk, long noAnswer) {
    }

    /** The way of a call that nothing cuts short. */
    static Script of(Outcome fate, Times times) {
        long ringing = times.setup();
        long answered = ringing + times.ring();
        long joined = answered + times.join();
        return switch (fate) {
            case COMPLETED -> new Script(ringing, answered, joined, joined + times.talk(), fate, null);
            case VOICEMAIL, ABANDONED, AGENT_FAILED ->
                new Script(ringing, answered, NEVER, joined, fate, null);
            case DECLINED -> new Script(ringing, NEVER, NEVER, answered, fate, null);
            case NO_ANSWER ->
                new Script(ringing, NEVER, NEVER, Math.max(ringing, times.noAnswer()), fate, null);
            case LOST -> new Script(NEVER, NEVER, NEVER, NEVER, fate, null);
            default -> new Script(NEVER, NEVER, NEVER, ringing, fate, null);
        };
    }

    /** The same, with every deadline of the plan kept. */
    Script within(CallPlan plan) {
        return silent() ? this : rung(plan.ringTimeout()).met(plan.agentSetup()).talked(plan.longestCall());
    }

    /** A call of which no word ever comes. */
    boolean silent() {
        return ended == NEVER;
    }

    long at(Kind step) {
        return switch (step) {
            case RINGING -> ringing;
            case ANSWERED -> answered;
            case JOINED -> joined;
            case ENDED -> ended;
        };
    }

    private Script rung(Duration timeout) {
        long limit = micros(timeout);
        return Math.min(answered, ended) <= limit
                ? this
                : new Script(ringing < limit ? ringing : NEVER, NEVER, NEVER, limit, Outcome.NO_ANSWER, null);
    }

    private Script met(Duration agentSetup) {
        long limit = after(answered, agentSetup);
        return Math.min(joined, ended) <= limit
                ? this
                : new Script(ringing, answered, NEVER, limit, Outcome.AGENT_FAILED, null);
    }

    private Script talked(Duration longest) {
        long limit = after(answered, longest);
        return ended <= limit ? this : new Script(ringing, answered, joined, limit, outcome, CALL_LIMIT);
    }

    private static long after(long answered, Duration length) {
        return answered == NEVER ? NEVER : answered + micros(length);
    }

    private static long micros(Duration length) {
        return length.toNanos() / 1_000;
    }
}
