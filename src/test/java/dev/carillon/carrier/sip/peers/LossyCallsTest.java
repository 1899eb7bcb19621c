package dev.carillon.carrier.sip.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.carillon.Law;
import dev.carillon.base.Chance;
import dev.carillon.base.Ids;
import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.Patience;
import dev.carillon.base.Secrets;
import dev.carillon.base.SystemTimeline;
import dev.carillon.call.CarrierEvent;
import dev.carillon.call.CarrierEvent.Kind;
import dev.carillon.call.Outcome;
import dev.carillon.call.Trunk;
import dev.carillon.carrier.sip.SipService;
import dev.carillon.carrier.sip.transport.SipListening;
import dev.carillon.dial.AgentLine;
import dev.carillon.dial.CallPlan;
import dev.carillon.dial.Peers;

/**
 * Some hundred calls whose every datagram, to and from carriers and agents, goes over a network that loses,
 * delays and reorders. The seed is printed and may be given again with {@code -Dcarillon.loss.seed=…}.
 */
@Needs(Tool.SIPP)
class LossyCallsTest {

    private static final int CALLS = Integer.getInteger("carillon.loss.calls", 240);
    private static final double LOSS = 0.05;
    private static final int MOST_MILLIS = 200;
    private static final long SEED = Long.getLong("carillon.loss.seed", Chance.secure().nextLong());
    private static final Duration BETWEEN = Duration.ofMillis(30);
    private static final Duration RINGS = Duration.ofSeconds(6);
    private static final Duration AGENT_SETUP = Duration.ofSeconds(5);
    private static final Duration TALKS = Duration.ofSeconds(60);
    /** What a call may take, and then a request that nobody answers, and another. */
    private static final Duration MOST = RINGS.plus(AGENT_SETUP).plusSeconds(10 + 2 * 32);

    private static final Set<Outcome> TOO_LATE =
            Set.of(Outcome.AGENT_FAILED, Outcome.ABANDONED, Outcome.FAILED);
    private static final double MOST_TOO_LATE = 0.1;

    @TempDir
    private Path folder;

    private final SystemTimeline timeline = new SystemTimeline(Duration.ofHours(1));
    private final int port = Ports.free();
    private final Map<Plot, Pair> pairs = new EnumMap<>(Plot.class);
    private final List<Call> calls = new ArrayList<>();

    /** What a called party and its agent do, and what must come of it. */
    @SuppressWarnings("ImmutableEnumChecker") // a script copies what it is given
    private enum Plot {

        CARRIER_HANGS_UP(Script.lives("carrier").with("talk", "1500"), Script.lives("agent"),
                Outcome.COMPLETED),

        AGENT_HANGS_UP(Script.lives("carrier"), Script.lives("agent").with("talk", "1500"),
                Outcome.COMPLETED),

        NOBODY_ANSWERS(Script.lives("carrier").with("millis", "60000"), Script.lives("agent"),
                Outcome.NO_ANSWER),

        BUSY(Script.of("crash/is-busy.xml"), Script.lives("agent"), Outcome.BUSY);

        private final Script carrier;
        private final Script agent;
        private final Outcome right;

        Plot(Script carrier, Script agent, Outcome right) {
            this.carrier = carrier;
            this.agent = agent;
            this.right = right;
        }

        /** Most calls are answered. */
        static Plot of(int number) {
            return switch (number % 8) {
                case 0, 1, 2, 3 -> CARRIER_HANGS_UP;
                case 4, 5 -> AGENT_HANGS_UP;
                case 6 -> NOBODY_ANSWERS;
                default -> BUSY;
            };
        }
    }

    /** One side of a plot, and the way to it. */
    private record Peer(Sipp sipp, LossyRelay relay) {

        void close() {
            relay.close();
            sipp.close();
        }
    }

    private record Pair(Peer telephone, Peer voice) {

        void close() {
            telephone.close();
            voice.close();
        }
    }

    /** One call, and what was told of it. */
    private record Call(Plot plot, String number, List<CarrierEvent> events) {

        @Nullable Outcome outcome() {
            return events.isEmpty() ? null : events.getLast().outcome();
        }

        boolean has(Kind kind) {
            return events.stream().anyMatch(event -> event.kind() == kind);
        }

        @Override
        public String toString() {
            return plot + " " + number + " " + events.stream().map(CarrierEvent::kind).toList() + " "
                    + outcome();
        }

        /**
         * A side may come too late over such a network: then the called party was answered, not joined, and
         * hung up, or has hung up.
         */
        boolean isRight() {
            boolean once = events.stream().filter(event -> event.kind() == Kind.ENDED).count() == 1;
            Outcome outcome = outcome();
            boolean late = plot.right == Outcome.COMPLETED && has(Kind.ANSWERED) && outcome != null
                    && TOO_LATE.contains(outcome);
            return once && (isPlain() || late) && has(Kind.JOINED) == (outcome() == Outcome.COMPLETED);
        }

        boolean isPlain() {
            return outcome() == plot.right;
        }
    }

    @Test
    @Law("Single dial")
    void every_call_over_a_bad_network_comes_to_its_right_end_and_nothing_is_left() {
        System.out.println("sip loss test: -Dcarillon.loss.seed=" + SEED);
        try (var service = new SipService(SipListening.at(Ports.loopback(), port, Ports.free()),
                new SipService.Ground(timeline, Chance.secure(), Secrets.none(),
                        new Ids(new byte[16], Chance.secure(), timeline), () -> Peers.Known.NONE))) {
            for (Plot plot : Plot.values()) {
                pairs.put(plot, new Pair(peer(plot.carrier), peer(plot.agent)));
            }
            for (int i = 0; i < CALLS; i++) {
                place(i, service);
                Patience.rest(BETWEEN);
            }
            boolean over = Patience.until(MOST, () -> service.live() == 0);
            print();
            assertTrue(over, () -> service.live() + " are left: " + wrong());
            assertEquals(List.of(), wrong());
            assertTrue(calls.stream().filter(call -> !call.isPlain()).count() <= MOST_TOO_LATE * CALLS);
            assertTrue(Patience.until(MOST, Duration.ofSeconds(1), () -> left().isEmpty()),
                    () -> left().toString());
            assertEquals(List.of(), invitedTwice());
            assertTrue(lost() > 0, "the network has lost nothing");
        } finally {
            pairs.values().forEach(Pair::close);
            timeline.close();
        }
    }

    private Peer peer(Script script) {
        int at = Ports.free();
        Sipp sipp = Sipp.manyTraced(script.with("contact", Integer.toString(at)), folder);
        return new Peer(sipp, LossyRelay.between(at, port, sipp.hop().port(),
                new LossyRelay.Weather(LOSS, MOST_MILLIS, SEED + 2L * pairs.size())));
    }

    private void place(int number, SipService service) {
        Plot plot = Plot.of(number);
        Pair pair = Objects.requireNonNull(pairs.get(plot));
        var call = new Call(plot, ServedSip.number(number), new CopyOnWriteArrayList<>());
        calls.add(call);
        String settings = "{\"addresses\": [{\"host\": \"127.0.0.1\", \"port\": "
                + pair.telephone().relay().hop().port() + "}], \"keep_alive_seconds\": 0}";
        String agent = "{\"uri\": \"sip:agent@127.0.0.1:" + pair.voice().relay().hop().port() + "\"}";
        service.place(new CallPlan(new CallKey(1, number, 1),
                new Trunk(1, "trunk_loss", "org", Trunk.Kind.SIP, settings, Map.of(), null, List.of()),
                Rig.CALLER, call.number(), new AgentLine("agent_loss", agent, Map.of(), Map.of()),
                timeline.nanos() + Duration.ofSeconds(5).toNanos(), RINGS, AGENT_SETUP, TALKS),
                call.events()::add);
    }

    private List<Call> wrong() {
        return calls.stream().filter(call -> !call.isRight()).toList();
    }

    private int lost() {
        return relays().stream().mapToInt(LossyRelay::lost).sum();
    }

    private List<LossyRelay> relays() {
        var relays = new ArrayList<LossyRelay>();
        pairs.values().forEach(pair -> {
            relays.add(pair.telephone().relay());
            relays.add(pair.voice().relay());
        });
        return relays;
    }

    private void print() {
        int carried = relays().stream().mapToInt(LossyRelay::carried).sum();
        System.out.println("sip loss test: " + carried + " datagrams carried, " + lost() + " lost, "
                + calls.stream().collect(Collectors.groupingBy(call -> call.plot() + " " + call.outcome(),
                        TreeMap::new, Collectors.counting())));
    }

    /** The dialogs that a peer still has: it has answered, and has heard no end of it. */
    private List<String> left() {
        var left = new ArrayList<String>();
        for (Pair pair : pairs.values()) {
            left.addAll(left(pair.telephone().sipp()));
            left.addAll(left(pair.voice().sipp()));
        }
        return left;
    }

    private static Set<String> left(Sipp peer) {
        var answered = new HashSet<String>();
        var over = new HashSet<String>();
        for (Traced message : peer.messages()) {
            String method = message.message().cseq().method();
            if (!message.received() && message.kind().equals("200") && method.equals("INVITE")) {
                answered.add(message.message().callId());
            } else if (message.received() && method.equals("BYE")) {
                over.add(message.message().callId());
            }
        }
        answered.removeAll(over);
        return answered;
    }

    private List<String> invitedTwice() {
        return pairs.values().stream()
                .flatMap(pair -> KilledUnderLoadTest.invited(pair.telephone().sipp()).entrySet().stream())
                .filter(number -> number.getValue().size() > 1).map(Object::toString).toList();
    }
}
