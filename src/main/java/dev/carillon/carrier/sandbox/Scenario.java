package dev.carillon.carrier.sandbox;

import java.util.List;
import java.util.random.RandomGenerator;

import dev.carillon.base.Chance;
import dev.carillon.base.Refusal;
import dev.carillon.call.Outcome;
import dev.carillon.dial.CallPlan;

/**
 * How the calls of a sandbox trunk go. What it draws depends on the seed, the called number and the attempt's
 * number alone, so a run can be repeated whatever the order of its calls.
 *
 * @param setup    from the placing to the first word
 * @param ring     from the first ring to the answer
 * @param join     from the answer to the agent, or to the end of a call that finds none
 * @param talk     from the agent to the end
 * @param noAnswer from the placing until a call that nobody answers is given up
 * @param shares   of a hundred calls so many, in the order in which they are drawn
 */
record Scenario(long seed, Span setup, Span ring, Span join, Span talk, Span noAnswer, List<Share> shares) {

    /** What becomes of a share of the calls. */
    record Share(Outcome outcome, double weight) {
    }

    static final Scenario LIVELY = new Scenario(1, Span.millis(50, 250), Span.millis(1_000, 3_000),
            Span.millis(100, 400), Span.millis(2_000, 8_000), Span.millis(6_000, 6_000),
            List.of(new Share(Outcome.COMPLETED, 62), new Share(Outcome.NO_ANSWER, 20),
                    new Share(Outcome.BUSY, 8),
                    new Share(Outcome.VOICEMAIL, 4), new Share(Outcome.DECLINED, 3),
                    new Share(Outcome.CONGESTION, 1),
                    new Share(Outcome.INVALID_NUMBER, 1), new Share(Outcome.ABANDONED, 1)));

    /** What numbers that end in 0001 to 0010 always give, in this order. */
    private static final List<Outcome> SPECIAL = List.of(Outcome.NO_ANSWER, Outcome.BUSY, Outcome.DECLINED,
            Outcome.INVALID_NUMBER, Outcome.VOICEMAIL, Outcome.ABANDONED, Outcome.AGENT_FAILED,
            Outcome.CONGESTION,
            Outcome.LOST, Outcome.COMPLETED);

    private static final int LAST_FOUR = 10_000;
    /**
     * Neither is the generator's own step: seeds that differ by it would give the same draws, one draw apart.
     */
    private static final long MIX_SEED = 0xD1342543DE82EF95L;
    private static final long MIX_NUMBER = 0xAF251AF3B0F025B5L;

    /**
     * Reads a trunk's settings; what is not named there is as in the lively scenario.
     *
     * @throws Refusal for anything that is not a setting or not in its bounds
     */
    static Scenario parse(String json) {
        return new ScenarioReader(json).scenario();
    }

    /** The whole way of a call. */
    Script script(CallPlan plan) {
        long number = digits(plan.toNumber());
        RandomGenerator random = Chance.seeded((seed * MIX_SEED + number) * MIX_NUMBER + plan.call().no());
        var times = new Script.Times(setup.draw(random), ring.draw(random), join.draw(random),
                talk.draw(random),
                noAnswer.draw(random));
        int special = (int) (number % LAST_FOUR);
        Outcome fate = special >= 1 && special <= SPECIAL.size() ? SPECIAL.get(special - 1) : draw(random);
        return Script.of(fate, times).within(plan);
    }

    private Outcome draw(RandomGenerator random) {
        double all = 0;
        for (Share share : shares) {
            all += share.weight();
        }
        double left = random.nextDouble() * all;
        Outcome last = Outcome.COMPLETED;
        for (Share share : shares) {
            last = share.weight() > 0 ? share.outcome() : last;
            left -= share.weight();
            if (left < 0) {
                break;
            }
        }
        return last;
    }

    private static long digits(String number) {
        long digits = 0;
        for (int i = 0; i < number.length(); i++) {
            int digit = Character.digit(number.charAt(i), 10);
            digits = digit < 0 ? digits : digits * 10 + digit;
        }
        return digits;
    }
}
