package dev.carillon.carrier.sip.call;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

import dev.carillon.base.VirtualTimeline;
import dev.carillon.carrier.sip.message.Parameter;
import dev.carillon.carrier.sip.message.Parameters;
import dev.carillon.carrier.sip.message.SipMessage;
import dev.carillon.carrier.sip.message.SipParser;
import dev.carillon.carrier.sip.message.Via;
import dev.carillon.carrier.sip.transaction.Hop;
import dev.carillon.carrier.sip.transaction.Transport;
import dev.carillon.carrier.sip.transaction.Wire;

/**
 * A network of a few hosts on virtual time, which loses, doubles, delays and reorders datagrams by chance;
 * what it carries goes over the parser. A host that is dead neither hears nor says anything any more.
 */
final class SimNetwork {

    /** So that nothing comes at the very moment of a timer. */
    private static final Duration OFF_THE_BEAT = Duration.ofNanos(300_000);

    /** How it treats datagrams. */
    record Weather(double loss, double doubles, int mostMillis) {

        static final Weather FINE = new Weather(0, 0, 1);
    }

    /** A message as it was sent. */
    record Sent(Instant at, String from, String to, SipMessage message) {
    }

    final List<Sent> sent = new ArrayList<>();
    /** What does not arrive, whatever the weather. */
    Predicate<Sent> swallows = _ -> false;
    private final VirtualTimeline time;
    private final RandomGenerator draw;
    private final Weather weather;
    private final Map<String, BiConsumer<SipMessage, Hop>> hosts = new HashMap<>();
    private final Set<String> dead = new HashSet<>();

    SimNetwork(VirtualTimeline time, RandomGenerator draw, Weather weather) {
        this.time = time;
        this.draw = draw;
        this.weather = weather;
    }

    void host(String address, BiConsumer<SipMessage, Hop> receiver) {
        hosts.put(address, receiver);
    }

    void die(String address) {
        dead.add(address);
    }

    boolean isDead(String address) {
        return dead.contains(address);
    }

    /** What a host sends by. */
    Wire wire(String from) {
        return new Wire() {

            @Override
            public Via via(Hop to) {
                return new Via("UDP", from, 5060, new Parameters(List.of(new Parameter("rport", null))));
            }

            @Override
            public void send(SipMessage message, Hop to, Consumer<String> failed) {
                var now = new Sent(time.now(), from, to.host(), message);
                sent.add(now);
                int copies = swallows.test(now) ? 0 : draw.nextDouble() < weather.doubles() ? 2 : 1;
                for (int i = 0; i < copies; i++) {
                    if (draw.nextDouble() >= weather.loss()) {
                        carry(message.bytes(), from, to.host());
                    }
                }
            }
        };
    }

    private void carry(byte[] octets, String from, String to) {
        Duration way = OFF_THE_BEAT.plusMillis(draw.nextInt(weather.mostMillis()));
        time.wakeAt(time.now().plus(way), () -> {
            BiConsumer<SipMessage, Hop> receiver = hosts.get(to);
            if (receiver != null && !dead.contains(from) && !dead.contains(to)) {
                receiver.accept(SipParser.datagram(octets), Hop.of(Transport.UDP, from, 5060));
            }
        });
    }
}
