package dev.carillon.carrier.sip.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

import dev.carillon.base.Chance;
import dev.carillon.carrier.sip.transaction.Hop;
import dev.carillon.carrier.sip.transaction.Transport;

/**
 * A bad network between two ports of 127.0.0.1: a datagram of either goes on to the other, or is lost, and
 * each takes its own time, so that they overtake each other. What is lost and how long each takes follows
 * from a seed and from the order in which they come.
 */
final class LossyRelay implements AutoCloseable {

    private static final int LARGEST = 65_535;

    private final DatagramSocket socket;
    private final Weather weather;
    private final RandomGenerator draw;
    private final ScheduledExecutorService carrying =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
    private final AtomicInteger carried = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();

    /** How it treats datagrams: how many it loses of one, and how long one takes at most. */
    record Weather(double loss, int mostMillis, long seed) {
    }

    private LossyRelay(DatagramSocket socket, Weather weather) {
        this.socket = socket;
        this.weather = weather;
        this.draw = Chance.seeded(weather.seed());
    }

    /**
     * Carries from now on.
     *
     * @param at where it listens
     */
    static LossyRelay between(int at, int one, int other, Weather weather) {
        try {
            var relay = new LossyRelay(new DatagramSocket(at, Ports.loopback()), weather);
            Thread.ofPlatform().daemon().name("relay-" + at).start(() -> relay.listen(one, other));
            return relay;
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    Hop hop() {
        return Hop.of(Transport.UDP, Ports.HOST, socket.getLocalPort());
    }

    int carried() {
        return carried.get();
    }

    int lost() {
        return lost.get();
    }

    private void listen(int one, int other) {
        byte[] room = new byte[LARGEST];
        while (!socket.isClosed()) {
            try {
                var packet = new DatagramPacket(room, room.length);
                socket.receive(packet);
                take(Arrays.copyOf(room, packet.getLength()), packet.getPort() == one ? other : one);
            } catch (IOException e) {
                // It is being closed, or a peer is gone: who is there is still carried for.
            }
        }
    }

    private void take(byte[] octets, int to) {
        long way = draw.nextInt(weather.mostMillis() + 1);
        if (draw.nextDouble() < weather.loss()) {
            lost.incrementAndGet();
        } else {
            var _ = carrying.schedule(() -> send(octets, to), way, TimeUnit.MILLISECONDS);
        }
    }

    private void send(byte[] octets, int to) {
        try {
            socket.send(new DatagramPacket(octets, octets.length, Ports.loopback(), to));
            carried.incrementAndGet();
        } catch (IOException e) {
            lost.incrementAndGet();
        }
    }

    @Override
    public void close() {
        socket.close();
        carrying.shutdownNow();
    }
}
