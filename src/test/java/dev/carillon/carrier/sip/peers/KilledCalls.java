package dev.carillon.carrier.sip.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * The calls that a server has when it is killed, one in each of some moments; it comes back, and they come to
 * their ends. How long that takes is of no matter, but that some moments last for seconds only, by our own
 * rules: on a slow machine the kill may miss them.
 */
final class KilledCalls implements AutoCloseable {

    private static final Duration MOST = Duration.ofMinutes(8);
    private static final ServedSip.Pace ONE = new ServedSip.Pace(1, 10);

    private final ServedSip server;
    private final Map<Moment, Call> calls = new EnumMap<>(Moment.class);
    private final Map<Moment, String> batches = new EnumMap<>(Moment.class);
    private final Map<Moment, Call> met = new EnumMap<>(Moment.class);

    /** One call: its two sides, and whom it is from and to. */
    record Call(Moment moment, Sipp telephone, Sipp voice, String from, String number) {

        private String agent() {
            return "agent_" + from.substring(1);
        }

        private boolean isThere(int phase) {
            return moment.isThere(telephone, voice, phase);
        }

        private boolean isToBeKilled(int phase) {
            return isThere(phase) && moment.isUnderWay(telephone, voice);
        }

        /** Both sides have played what they should, to the end. */
        void assertPlayed() {
            moment.stranger(telephone, voice).ifPresent(s -> s.tell("MESSAGE", MOST, s::hasEnded));
            telephone.assertPlayed(MOST);
            voice.assertPlayed(MOST);
        }
    }

    /** Both sides of each of these moments, ready. */
    KilledCalls(ServedSip server, Path folder, Set<Moment> moments) {
        this.server = server;
        for (Moment moment : moments) {
            Sipp telephone = Sipp.called(moment.carrier(), folder);
            Sipp voice = Sipp.called(moment.agent(), folder);
            String from = server.caller(telephone.hop(), ONE);
            var call = new Call(moment, telephone, voice, from, server.nextNumber());
            calls.put(moment, call);
            server.agent(call.agent(), voice.hop(), 10);
        }
    }

    /** Begins them, those that last shortest last, and kills the server when each is there, or beyond. */
    void kill() {
        begin(Moment.Lasts.UNTIL_TOLD);
        await("there", Call::isThere);
        begin(Moment.Lasts.WHILE_IT_MAY_RING);
        await("there", Call::isThere);
        begin(Moment.Lasts.FOR_SECONDS);
        calls.keySet().stream().filter(Moment::isHungUpBefore).forEach(this::hangUp);
        await("to be killed", Call::isToBeKilled);
        server.kill();
        List<ServedSip.Attempt> attempts = server.attempts();
        calls.values().stream().filter(call -> call.isToBeKilled(phase(call, attempts)))
                .forEach(call -> met.put(call.moment(), call));
    }

    private void begin(Moment.Lasts lasts) {
        calls.values().stream().filter(call -> call.moment().lasts() == lasts)
                .forEach(call -> batches.put(call.moment(),
                        server.dial(call.from(), call.agent(), List.of(call.number()))));
    }

    private void hangUp(Moment moment) {
        server.hangUp(batches.getOrDefault(moment, ""));
    }

    /** Waits until it holds for each that was begun; some may be beyond that by then. */
    private void await(String what, BiPredicate<Call, Integer> holds) {
        server.await("each call is " + what, MOST, () -> {
            List<ServedSip.Attempt> attempts = server.attempts();
            return calls.values().stream().filter(call -> batches.containsKey(call.moment()))
                    .allMatch(call -> isBeyond(call, attempts) || holds.test(call, phase(call, attempts)));
        });
    }

    private static boolean isBeyond(Call call, List<ServedSip.Attempt> attempts) {
        return call.moment().isPast(phase(call, attempts));
    }

    private static int phase(Call call, List<ServedSip.Attempt> attempts) {
        return attempts.stream().filter(attempt -> attempt.number().equals(call.number()))
                .filter(ServedSip.Attempt::isPlaced).reduce((_, last) -> last)
                .map(ServedSip.Attempt::phase).orElse(-1);
    }

    /** Those that the kill has met. */
    Map<Moment, Call> met() {
        return met;
    }

    private Optional<Call> met(Moment moment) {
        return Optional.ofNullable(met.get(moment));
    }

    /** Lets happen what shall while there is no server. */
    void goOnWithout() {
        for (Moment moment : List.of(Moment.LEFT_MEANWHILE, Moment.ANSWERS_MEANWHILE)) {
            met(moment).ifPresent(KilledCalls::tell);
        }
    }

    /** Tells the called party to answer, or to hang up. */
    private static void tell(Call call) {
        call.telephone().tell("INFO", MOST, () -> call.moment().isDone(call.telephone()));
    }

    /** Starts the server again, and waits until each call has ended. */
    void goOn() {
        Optional<Call> joined = met(Moment.JOINED);
        int before = joined.map(call -> Moment.changes(call.telephone())).orElse(0);
        server.start();
        joined.ifPresent(call -> {
            server.await("the joined call is looked after", MOST,
                    () -> Moment.changes(call.telephone()) > before);
            assertEquals(3, phase(call, server.attempts()), "it goes on");
            tell(call);
        });
        met(Moment.JOINED_AND_HUNG_UP_AFTERWARDS).ifPresent(call -> hangUp(call.moment()));
        server.await("every call ends", MOST,
                () -> server.attempts().stream().allMatch(ServedSip.Attempt::ended));
    }

    @Override
    public void close() {
        calls.values().forEach(call -> {
            call.telephone().close();
            call.voice().close();
        });
    }
}
