package dev.carillon.carrier.sip.call;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Chance;
import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.VirtualTimeline;
import dev.carillon.call.CarrierEvent;
import dev.carillon.call.CarrierEvent.Kind;
import dev.carillon.carrier.sip.dialog.Invitation;
import dev.carillon.carrier.sip.dialog.LegNames;
import dev.carillon.carrier.sip.dialog.Legs;
import dev.carillon.carrier.sip.message.Header;
import dev.carillon.carrier.sip.message.Login;
import dev.carillon.carrier.sip.message.NameAddress;
import dev.carillon.carrier.sip.message.Sdp;
import dev.carillon.carrier.sip.message.SipMessage;
import dev.carillon.carrier.sip.message.SipRequest;
import dev.carillon.carrier.sip.message.SipResponse;
import dev.carillon.carrier.sip.message.Via;
import dev.carillon.carrier.sip.transaction.Ground;
import dev.carillon.carrier.sip.transaction.Hop;
import dev.carillon.carrier.sip.transaction.Timers;
import dev.carillon.carrier.sip.transaction.Transport;
import dev.carillon.carrier.sip.transaction.Wire;

/** Our side, a carrier, an agent and perhaps an announcement on a simulated network, on virtual time. */
final class CallWorld {

    static final String OURS = "192.0.2.1";
    static final String CARRIER = "192.0.2.2";
    static final String AGENT = "192.0.2.3";
    static final String ANNOUNCEMENT = "192.0.2.4";
    static final CallOrder.Limits LIMITS = new CallOrder.Limits(Duration.ofSeconds(5),
            Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofMinutes(10), Duration.ofSeconds(60));

    final VirtualTimeline time = new VirtualTimeline(Instant.parse("2030-01-01T00:00:00Z"));
    final SimNetwork network;
    final SimPeer carrier;
    final SimPeer agent;
    @Nullable SimPeer announcement;
    final Map<CallKey, List<CarrierEvent>> told = new HashMap<>();
    /** What was told of the ways to the trunk. */
    final List<String> way = new ArrayList<>();
    private final RandomGenerator draw;
    private final Map<Integer, CallOrder> placed = new TreeMap<>();
    private final Map<Integer, SipCall> calls = new HashMap<>();
    /** The calls that a process had not placed itself. */
    final Set<Integer> adopted = new HashSet<>();
    /** After which of our messages a process ends, and for how long there is none. */
    final Map<Integer, Duration> crashes = new HashMap<>();
    private int messages;
    private Life life;
    private Instant upAt;

    CallWorld(Manners carrier, Manners agent) {
        this(carrier, agent, SimNetwork.Weather.FINE, Chance.seeded(1));
    }

    CallWorld(Manners carrier, Manners agent, SimNetwork.Weather weather, RandomGenerator draw) {
        this.network = new SimNetwork(time, draw, weather);
        this.carrier = new SimPeer(network, time, Chance.seeded(draw.nextLong()),
                new SimPeer.Place(CARRIER, carrier));
        this.agent =
                new SimPeer(network, time, Chance.seeded(draw.nextLong()), new SimPeer.Place(AGENT, agent));
        this.draw = draw;
        this.upAt = time.now();
        this.life = new Life();
    }

    /** Calls that are placed from now on have an announcement for when no agent comes. */
    CallWorld announcing(Manners manners) {
        announcement = new SimPeer(network, time, Chance.seeded(draw.nextLong()),
                new SimPeer.Place(ANNOUNCEMENT, manners));
        return this;
    }

    /** A process of ours: once it has ended it does nothing, and hears nothing. */
    private final class Life {

        final Legs legs;
        private boolean over;

        Life() {
            Executor owner = task -> time.wakeAt(time.now(), () -> {
                if (!over) {
                    task.run();
                }
            });
            this.legs = new Legs(new Ground(new Voice(network.wire(OURS)), time, owner,
                    Chance.seeded(draw.nextLong())), Timers.STANDARD, 10_000, () -> "asked");
            network.host(OURS, (message, from) -> {
                if (!over) {
                    legs.receive(message, from);
                }
            });
        }

        private final class Voice implements Wire {

            private final Wire wire;

            Voice(Wire wire) {
                this.wire = wire;
            }

            @Override
            public Via via(Hop to) {
                return wire.via(to);
            }

            @Override
            public void send(SipMessage message, Hop to, Consumer<String> failed) {
                if (!over) {
                    wire.send(message, to, failed);
                    messages++;
                    Duration down = crashes.get(messages);
                    if (down != null) {
                        time.wakeAt(time.now(), () -> crash(down));
                    }
                }
            }
        }
    }

    Legs legs() {
        return life.legs;
    }

    /** Places a call to this number; as soon as there is a process that can. */
    void placeWhenUp(int number, boolean late) {
        if (life.over) {
            time.wakeAt(upAt.plusMillis(1), () -> placeWhenUp(number, late));
        } else {
            place(number, late);
        }
    }

    /** Places a call to this number. */
    SipCall place(int number, boolean late) {
        SipCall call = call(number, late);
        call.begin(() -> true);
        return call;
    }

    /** The same a moment too late. */
    void tooLate(int number) {
        call(number, false).begin(() -> false);
    }

    /** Hangs up, if there is a process that has the call. */
    void hangUp(int number) {
        SipCall call = calls.get(number);
        if (call != null && !life.over) {
            call.hangUp();
        }
    }

    private SipCall call(int number, boolean late) {
        CallOrder order = order(number, late);
        told.put(order.call(), new ArrayList<>());
        placed.put(number, order);
        var call = new SipCall(order, life.legs, watch(order));
        calls.put(number, call);
        return call;
    }

    private CallOrder order(int number, boolean late) {
        return new CallOrder(new CallKey(1, number, 1),
                new CallOrder.Names(names("trunk", number), names("agent", number),
                        names("announcement", number)),
                invitation(CARRIER, "+4930" + number, List.of()),
                invitation(AGENT, "agent", List.of(new Header("X-Carillon-Task", "task_" + number))),
                announcement == null ? null : invitation(ANNOUNCEMENT, "message-" + number, List.of()), late,
                LIMITS);
    }

    private static LegNames names(String side, int number) {
        String word = side + "-" + number;
        return new LegNames("call-" + word, "tag-" + word, cseq -> word + "-" + cseq);
    }

    private CallWatch watch(CallOrder order) {
        return new CallWatch(order.call(), told(order)::add, () -> {
        }, new TrunkWay() {

            @Override
            public void speaks(Hop hop) {
                way.add(hop.host() + " speaks");
            }

            @Override
            public void isSilent(Hop hop) {
                way.add(hop.host() + " is silent");
            }
        });
    }

    private List<CarrierEvent> told(CallOrder order) {
        return told.getOrDefault(order.call(), List.of());
    }

    /** Its trunk's settings name no announcement any more. */
    void withoutAnnouncement(int number) {
        CallOrder order = Objects.requireNonNull(placed.get(number));
        placed.put(number, new CallOrder(order.call(), order.names(), order.trunk(), order.agent(), null,
                order.lateOffer(), order.limits()));
    }

    /** Our process ends without a word; after so long another goes on with what was told of each call. */
    void crash(Duration down) {
        if (life.over) {
            return;
        }
        life.over = true;
        calls.clear();
        upAt = time.now().plus(down);
        time.wakeAt(upAt, () -> {
            life = new Life();
            placed.values().stream().filter(order -> told(order).stream()
                    .noneMatch(event -> event.kind() == Kind.ENDED)).toList().forEach(this::adopt);
        });
    }

    private void adopt(CallOrder order) {
        adopted.add(order.call().seq());
        @Nullable String resume = told(order).stream().map(CarrierEvent::resume).filter(Objects::nonNull)
                .reduce((_, last) -> last).orElse(null);
        Instant answeredAt = told(order).stream().filter(event -> event.kind() == Kind.ANSWERED)
                .map(CarrierEvent::at).findFirst().orElse(time.now());
        @Nullable CallState state = CallState.parse(resume).orElse(null);
        CallState.@Nullable Joined joined = state == null ? null : state.joinedSince(answeredAt).orElse(null);
        if (joined == null) {
            new Leftover(Leftover.Sides.of(order), life.legs, watch(order), state).end();
        } else {
            calls.put(order.call().seq(), new SipCall(order, life.legs, watch(order), joined));
        }
    }

    private static Invitation invitation(String host, String user, List<Header> headers) {
        String uri = "sip:" + user + "@" + host;
        return new Invitation(List.of(Hop.of(Transport.UDP, host, 5060)), uri,
                NameAddress.of("sip:+49301@" + OURS), NameAddress.of(uri), headers,
                new Login("carillon", "secret"), Duration.ofMinutes(30));
    }

    List<CarrierEvent> told(int number) {
        return told.getOrDefault(new CallKey(1, number, 1), List.of());
    }

    /** The steps that were told of a call, the last with its outcome. */
    String steps(int number) {
        var steps = new ArrayList<String>();
        for (CarrierEvent event : told(number)) {
            if (!steps.isEmpty() && steps.getLast().equals(word(event.kind()))) {
                continue;
            }
            steps.add(event.outcome() == null ? word(event.kind()) : event.outcome().word());
        }
        return String.join(" ", steps);
    }

    private static String word(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    void advance(Duration by) {
        time.advance(by);
    }

    void seconds(long seconds) {
        advance(Duration.ofSeconds(seconds));
    }

    /** What went between two hosts, as words; copies and provisional answers are left out. */
    List<String> ladder(String peer) {
        var words = new ArrayList<String>();
        var seen = new ArrayList<String>();
        for (SimNetwork.Sent sent : network.sent) {
            boolean between = sent.from().equals(peer) || sent.to().equals(peer);
            String word = word(sent);
            if (between && word != null && !seen.contains(word + sent.message().topVia().branch()
                    + sent.message().cseq().text())) {
                seen.add(word + sent.message().topVia().branch() + sent.message().cseq().text());
                words.add((sent.from().equals(peer) ? "< " : "> ") + word);
            }
        }
        return words;
    }

    private static @Nullable String word(SimNetwork.Sent sent) {
        SipMessage message = sent.message();
        String session = message.body().length() == 0 ? "" : " " + direction(message);
        return switch (message) {
            case SipRequest request -> request.method() + session;
            case SipResponse response when response.isProvisional() -> null;
            case SipResponse response -> response.status() + session;
        };
    }

    private static String direction(SipMessage message) {
        return Sdp.in(message).orElseThrow().media().getFirst().direction()
                .word();
    }

    /** How many dialogs the others think there are. */
    long open() {
        return carrier.open() + agent.open() + (announcement == null ? 0 : announcement.open());
    }

    /** Nothing of any call is left with us. */
    boolean isClear() {
        return legs().open() == 0 && legs().transactions().open() == 0;
    }
}
