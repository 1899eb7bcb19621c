package dev.carillon.carrier.sip.transaction;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.VirtualTimeline;
import dev.carillon.carrier.sip.message.Parameter;
import dev.carillon.carrier.sip.message.Parameters;
import dev.carillon.carrier.sip.message.SipMessage;
import dev.carillon.carrier.sip.message.SipParser;
import dev.carillon.carrier.sip.message.Via;

/**
 * Two ends of a network that loses, doubles, delays and reorders datagrams, or of one that keeps a
 * connection's order and loses nothing; either may refuse to send.
 */
final class LossyNetwork {

    /** So that nothing comes at the very moment of a timer. */
    private static final Duration OFF_THE_BEAT = Duration.ofNanos(300_000);

    final Transport transport;
    final double loss;
    final double refusals;
    private final double doubles;
    private final boolean octets;
    private final VirtualTimeline time;
    private final RandomGenerator draw;

    LossyNetwork(VirtualTimeline time, RandomGenerator draw) {
        this.time = time;
        this.draw = draw;
        this.transport = draw.nextInt(5) == 0 ? Transport.TCP : Transport.UDP;
        this.loss = transport.reliable() ? 0 : losses(draw);
        this.doubles = draw.nextBoolean() ? 0 : draw.nextDouble(0.2);
        this.refusals = draw.nextInt(6) == 0 ? 0.1 : 0;
        this.octets = draw.nextInt(16) == 0;
    }

    private static double losses(RandomGenerator draw) {
        return switch (draw.nextInt(20)) {
            case 0 -> 1;
            case 1, 2, 3, 4 -> 0;
            default -> draw.nextDouble(0.3);
        };
    }

    /** Whether nothing arrives. */
    boolean isDead() {
        return loss == 1;
    }

    /** Whether all that is sent arrives. */
    boolean isSound() {
        return loss == 0 && refusals == 0;
    }

    /** Who looks on. */
    interface Watch {

        /** A message is sent. */
        void sent(SipMessage message);

        /** A message is sent and will be refused: the answer is given, later, what tells its sender. */
        Consumer<Runnable> refused(SipMessage message);

        /** A message arrives: it is received by this. */
        void arrives(SipMessage message, Runnable receive);
    }

    /** One end: what it sends is watched, and arrives at the other. */
    final class End implements Wire {

        private final String address;
        private final Watch watch;
        private @Nullable Transactions other;
        private final Hop here;
        private Instant latest = Instant.MIN;

        End(String address, Watch watch) {
            this.address = address;
            this.watch = watch;
            this.here = new Hop(transport, address, 5060, 1, null);
        }

        void leadsTo(Transactions there) {
            other = there;
        }

        @Override
        public Via via(Hop to) {
            return new Via(transport.name(), address, 5060,
                    new Parameters(List.of(new Parameter("rport", null))));
        }

        @Override
        public void send(SipMessage message, Hop to, Consumer<String> failed) {
            watch.sent(message);
            if (draw.nextDouble() < refusals) {
                Consumer<Runnable> refused = watch.refused(message);
                time.wakeAt(time.now().plus(OFF_THE_BEAT).plusMillis(draw.nextInt(100)),
                        () -> refused.accept(() -> failed.accept("refused")));
                return;
            }
            int copies = transport.reliable() ? 1 : draw.nextDouble() < doubles ? 2 : 1;
            for (int i = 0; i < copies; i++) {
                if (draw.nextDouble() >= loss) {
                    time.wakeAt(arrival(), () -> watch.arrives(message,
                            () -> there().receive(carried(message), here)));
                }
            }
        }

        private Instant arrival() {
            int most = draw.nextInt(20) == 0 ? 1_500 : 150;
            Instant at = time.now().plus(OFF_THE_BEAT).plusMillis(draw.nextInt(most));
            if (transport.reliable() && at.isBefore(latest)) {
                at = latest;
            }
            latest = at;
            return at;
        }

        private Transactions there() {
            return Objects.requireNonNull(other, "it leads nowhere");
        }

        private SipMessage carried(SipMessage message) {
            return octets ? SipParser.datagram(message.bytes()) : message;
        }
    }
}
