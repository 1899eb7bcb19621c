package dev.carillon.carrier.sip.call;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

import org.junit.jupiter.api.Test;

import dev.carillon.base.Chance;
import dev.carillon.call.CarrierEvent;
import dev.carillon.call.CarrierEvent.Kind;
import dev.carillon.call.Outcome;

/**
 * Whatever the network, the carrier and the agent do, every call ends once, in time and rightly, nobody is
 * invited twice and nothing is left. {@code -Dcarillon.sip.worlds=} sets how many worlds there are,
 * {@code -Dcarillon.sip.world=} runs one.
 */
class CallWorldTest {

    private static final long ONE = Long.getLong("carillon.sip.world", -1);
    private static final int WORLDS = Integer.getInteger("carillon.sip.worlds", 3_000);

    /** A call's longest way: until it is given up, and all that may come after. */
    private static final Duration LONGEST = CallWorld.LIMITS.ringTimeout()
            .plus(CallWorld.LIMITS.agentSetup()).plus(CallWorld.LIMITS.longestCall())
            .plusSeconds(2 * 32 + 4 + 20);

    /** What is seen over all worlds: each kind of end at least once. */
    private final Map<Outcome, Integer> seen = new EnumMap<>(Outcome.class);

    /** How many calls had an announcement in the agent's place. */
    private int announced;

    /** What is seen of calls that a later process has ended, or gone on with. */
    private final Map<Outcome, Integer> adopted = new EnumMap<>(Outcome.class);

    @Test
    void every_call_ends_once_and_rightly_whatever_happens_and_nothing_is_left() {
        worlds(false);
        if (ONE < 0) {
            for (Outcome outcome : List.of(Outcome.COMPLETED, Outcome.ABANDONED, Outcome.AGENT_FAILED,
                    Outcome.NO_ANSWER, Outcome.BUSY, Outcome.DECLINED, Outcome.CONGESTION,
                    Outcome.TRUNK_UNREACHABLE, Outcome.CANCELLED, Outcome.MEDIA_MISMATCH, Outcome.FAILED)) {
                assertEquals(true, seen.containsKey(outcome), "no world ends " + outcome);
            }
            assertEquals(true, announced > WORLDS / 100,
                    "an announcement is hardly ever heard: " + announced);
        }
    }

    @Test
    void the_same_holds_when_our_process_ends_at_any_moment_and_another_goes_on_with_what_was_told() {
        worlds(true);
        if (ONE < 0) {
            for (Outcome outcome : List.of(Outcome.COMPLETED, Outcome.ABANDONED, Outcome.NO_ANSWER,
                    Outcome.BUSY, Outcome.DECLINED, Outcome.LOST, Outcome.CANCELLED)) {
                assertEquals(true, adopted.containsKey(outcome), "no crash leads to " + outcome);
            }
        }
    }

    private void worlds(boolean crashes) {
        for (long seed = ONE < 0 ? 0 : ONE; seed < (ONE < 0 ? WORLDS : ONE + 1); seed++) {
            assertEquals(List.of(), run(seed, crashes), "repeat with -Dcarillon.sip.world=" + seed);
        }
    }

    private List<String> run(long seed, boolean crashes) {
        RandomGenerator draw = Chance.seeded(seed);
        SimNetwork.Weather weather = weather(draw);
        var world = new CallWorld(carrier(draw), agent(draw), weather, draw);
        if (draw.nextBoolean()) {
            world.announcing(agent(draw));
        }
        int calls = 1 + draw.nextInt(4);
        for (int i = 1; i <= calls; i++) {
            int number = i;
            boolean late = draw.nextInt(3) == 0;
            Instant begin = world.time.now().plusMillis(draw.nextInt(5_000));
            int hungUp = draw.nextInt(4) == 0 ? draw.nextInt(40_000) : -1;
            world.time.wakeAt(begin, () -> world.placeWhenUp(number, late));
            if (hungUp >= 0) {
                world.time.wakeAt(begin.plusMillis(hungUp), () -> world.hangUp(number));
            }
        }
        for (int i = crashes ? 1 + draw.nextInt(2) : 0; i > 0; i--) {
            // Longer than what is on its way in the network needs to arrive.
            Duration down = Duration.ofMillis(1_100 + draw.nextInt(draw.nextBoolean() ? 500 : 9_000));
            if (draw.nextBoolean()) {
                world.crashes.put(draw.nextInt(1, 16 * calls), down);
            } else {
                world.time.wakeAt(world.time.now().plusMillis(draw.nextInt(40_000)),
                        () -> world.crash(down));
            }
        }
        List<String> hosts = List.of(CallWorld.CARRIER, CallWorld.AGENT, CallWorld.ANNOUNCEMENT);
        String victim = draw.nextInt(6) == 0 ? hosts.get(draw.nextInt(hosts.size())) : "";
        if (!victim.isEmpty()) {
            world.time.wakeAt(world.time.now().plusMillis(draw.nextInt(20_000)),
                    () -> world.network.die(victim));
        }
        world.advance(LONGEST.plusSeconds(100));
        boolean sound = weather.loss() == 0 && victim.isEmpty();
        List<String> wrong = judge(world, calls, sound);
        SimPeer announcement = world.announcement;
        int disordered = world.carrier.disordered + world.agent.disordered
                + (announcement == null ? 0 : announcement.disordered);
        must(disordered == 0 || !weather.equals(SimNetwork.Weather.FINE),
                "requests do not follow each other", wrong);
        return wrong;
    }

    private static SimNetwork.Weather weather(RandomGenerator draw) {
        return draw.nextInt(3) == 0
                ? SimNetwork.Weather.FINE
                : new SimNetwork.Weather(draw.nextInt(3) == 0 ? 0 : draw.nextDouble(0.25),
                        draw.nextDouble(0.2), 1 + draw.nextInt(draw.nextBoolean() ? 50 : 1_000));
    }

    private static Manners carrier(RandomGenerator draw) {
        int[] finals = {200, 200, 200, 200, 200, 486, 603, 503, 480, 404, 488, 302};
        Manners manners = Manners.POLITE.says(finals[draw.nextInt(finals.length)])
                .after(draw.nextInt(4) == 0 ? -1 : draw.nextInt(300),
                        draw.nextInt(3) == 0 ? -1 : draw.nextInt(2_000),
                        draw.nextInt(6) == 0 ? 29_900 + draw.nextInt(200) : draw.nextInt(20_000));
        return common(manners, draw);
    }

    private static Manners agent(RandomGenerator draw) {
        int[] finals = {200, 200, 200, 200, 200, 486, 500};
        Manners manners = Manners.AGENT.says(finals[draw.nextInt(finals.length)]).after(
                draw.nextInt(2) == 0 ? -1 : draw.nextInt(100), -1,
                draw.nextInt(8) == 0 ? -1 : draw.nextInt(6_000));
        return common(manners, draw);
    }

    private static Manners common(Manners manners, RandomGenerator draw) {
        Manners some = draw.nextBoolean() ? manners.hangsUpAfter(draw.nextInt(30_000)) : manners;
        some = draw.nextInt(6) == 0 ? some.challenges(draw.nextBoolean() ? 401 : 407) : some;
        some = draw.nextInt(8) == 0 ? some.deaf() : some;
        some = draw.nextInt(6) == 0 ? some.holdsAfter(draw.nextInt(20_000)) : some;
        some = draw.nextInt(6) == 0 ? some.timed() : some;
        some = draw.nextInt(8) == 0
                ? some.toReinvite(List.of(488, 491, 500, 481, 0).get(draw.nextInt(5)))
                : some;
        return draw.nextInt(8) == 0 ? some.toBye(List.of(481, 500, 0).get(draw.nextInt(3))) : some;
    }

    private List<String> judge(CallWorld world, int calls, boolean sound) {
        var wrong = new ArrayList<String>();
        for (int i = 1; i <= calls; i++) {
            judge(world.told(i), i, wrong);
            if (world.adopted.contains(i) && wrong.isEmpty()) {
                adopted.merge(world.told(i).getLast().outcome(), 1, Integer::sum);
            }
        }
        must(world.legs().open() == 0, "dialogs are left with us: " + world.legs().open(), wrong);
        must(world.legs().transactions().open() == 0, "transactions are left with us", wrong);
        must(!sound || world.carrier.open() == 0 || world.carrier.manners.bye() == 0,
                "the carrier has a dialog left", wrong);
        must(!sound || world.agent.open() == 0 || world.agent.manners.bye() == 0,
                "the agent has a dialog left", wrong);
        SimPeer announcement = world.announcement;
        if (announcement != null) {
            must(!sound || announcement.open() == 0 || announcement.manners.bye() == 0,
                    "the announcement has a dialog left", wrong);
            announcement.invited.forEach((user, invites) -> {
                must(invites.size() == 1, user + " was invited by " + invites, wrong);
                judgeAnnounced(world, Integer.parseInt(user.replace("message-", "")), wrong);
            });
        }
        world.carrier.invited.forEach((number, invites) -> must(invites.size() == 1,
                number + " was invited by " + invites, wrong));
        return wrong;
    }

    /** An announcement is for calls that were answered and had no agent. */
    private void judgeAnnounced(CallWorld world, int number, List<String> wrong) {
        CarrierEvent end = world.told(number).getLast();
        boolean heard = "announcement".equals(end.note());
        announced += heard ? 1 : 0;
        must(end.outcome() == Outcome.AGENT_FAILED || world.adopted.contains(number),
                number + " had an announcement, and is " + end.outcome(), wrong);
    }

    private void judge(List<CarrierEvent> told, int number, List<String> wrong) {
        long ends = told.stream().filter(event -> event.kind() == Kind.ENDED).count();
        must(ends == 1, number + " ended " + ends + " times: " + told, wrong);
        if (ends != 1) {
            return;
        }
        Outcome outcome = Objects.requireNonNull(told.getLast().outcome());
        seen.merge(outcome, 1, Integer::sum);
        must(told.getLast().kind() == Kind.ENDED, number + " goes on after its end", wrong);
        for (int i = 1; i < told.size(); i++) {
            boolean again = told.get(i).resume() != null;
            must(told.get(i).kind().compareTo(told.get(i - 1).kind()) >= (again ? 0 : 1),
                    number + " goes backwards", wrong);
            must(!told.get(i).at().isBefore(told.get(i - 1).at()), number + " goes back in time", wrong);
        }
        boolean answered = told.stream().anyMatch(event -> event.kind() == Kind.ANSWERED);
        boolean joined = told.stream().anyMatch(event -> event.kind() == Kind.JOINED);
        must(joined == (outcome == Outcome.COMPLETED) || outcome == Outcome.CANCELLED,
                number + " is " + outcome + ", joined " + joined, wrong);
        must(outcome != Outcome.LOST || !answered, number + " is lost, but was answered", wrong);
        boolean afterAnswer = outcome == Outcome.ABANDONED || outcome == Outcome.AGENT_FAILED;
        must(answered || !afterAnswer,
                number + " is " + outcome + " without an answer", wrong);
        boolean beforeAnswer = outcome == Outcome.BUSY || outcome == Outcome.NO_ANSWER
                || outcome == Outcome.TRUNK_UNREACHABLE;
        must(!answered || !beforeAnswer, number + " is " + outcome + " after an answer", wrong);
    }

    private static void must(boolean holds, String otherwise, List<String> wrong) {
        if (!holds) {
            wrong.add(otherwise);
        }
    }
}
