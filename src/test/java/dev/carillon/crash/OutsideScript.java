package dev.carillon.crash;

import java.util.random.RandomGenerator;

import dev.carillon.call.Outcome;

/**
 * What becomes of one call of the outside carrier, in milliseconds from its start. Nine of ten are answered
 * and completed; most of the others end so that a retry follows, and a few ring until their time is over.
 */
record OutsideScript(long ringing, long answered, long joined, long ended, Outcome outcome) {

    /** Calls of an agent whose id begins so are still up when their node's lease has long ended. */
    static final String LONG_CALLS = "agent_long";
    /** For a step that the call does not come to. */
    static final long NEVER = -1;

    static OutsideScript of(Dialled call, RandomGenerator random) {
        boolean lasts = call.agent().startsWith(LONG_CALLS);
        int lot = lasts ? 999 : random.nextInt(1_000);
        long ringing = random.nextLong(5, 40);
        long rung = ringing + random.nextLong(50, 250);
        if (lot < 3) {
            return new OutsideScript(ringing, NEVER, NEVER, call.ringMillis(), Outcome.NO_ANSWER);
        }
        if (lot < 103) {
            return new OutsideScript(ringing, NEVER, NEVER, rung,
                    lot < 50 ? Outcome.BUSY : Outcome.NO_ANSWER);
        }
        long joined = rung + random.nextLong(20, 80);
        long talk = lasts ? random.nextLong(8_000, 14_000) : random.nextLong(200, 900);
        return new OutsideScript(ringing, rung, joined, joined + talk, Outcome.COMPLETED);
    }
}
