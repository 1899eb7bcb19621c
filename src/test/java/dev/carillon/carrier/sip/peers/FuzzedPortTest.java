package dev.carillon.carrier.sip.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.carillon.base.Patience;
import dev.carillon.call.CarrierEvent.Kind;
import dev.carillon.call.Outcome;
import dev.carillon.carrier.sip.message.Barrage;
import dev.carillon.carrier.sip.transaction.Transport;

/** Whatever is thrown at the port, calls that are there go on, and the next one is made. */
@Needs({Tool.SIPP, Tool.OPENSSL})
class FuzzedPortTest {

    private static final Duration MOST = Duration.ofSeconds(60);
    private static final int SPOILT = 20_000;
    private static final int LARGEST_DATAGRAM = 65_507;

    @TempDir
    private Path folder;

    private Rig rig;

    @BeforeEach
    void open() {
        rig = Rigs.open(folder);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void datagrams_of_every_kind_change_nothing() throws IOException {
        assertLivesThrough(() -> {
            for (String from : List.of(Ports.HOST, "127.0.0.2")) {
                try (var socket = new DatagramSocket(0, InetAddress.ofLiteral(from))) {
                    for (byte[] octets : datagrams()) {
                        socket.send(new DatagramPacket(octets, octets.length, Ports.loopback(),
                                rig.port(Transport.UDP)));
                    }
                }
            }
        });
    }

    private static List<byte[]> datagrams() {
        var all = new ArrayList<>(Barrage.torture());
        all.addAll(Barrage.spoilt(7, SPOILT));
        all.add(new byte[0]);
        all.add(filled(LARGEST_DATAGRAM, 'A'));
        all.add(filled(LARGEST_DATAGRAM, '\n'));
        all.replaceAll(octets -> octets.length > LARGEST_DATAGRAM
                ? Arrays.copyOf(octets, LARGEST_DATAGRAM)
                : octets);
        return all;
    }

    @Test
    void connections_of_every_kind_change_nothing() throws IOException {
        assertLivesThrough(() -> {
            var kept = new ArrayList<Socket>();
            try {
                for (Transport transport : List.of(Transport.TCP, Transport.TLS)) {
                    Barrage.torture().forEach(octets -> throwAt(transport, octets));
                    Barrage.spoilt(8, 300).forEach(octets -> throwAt(transport, octets));
                    throwAt(transport, filled(1 << 20, 'A'));
                    throwAt(transport, filled(1 << 20, '\r'));
                    for (int i = 0; i < 20; i++) {
                        kept.add(new Socket(Ports.loopback(), rig.port(transport)));
                    }
                }
            } finally {
                for (Socket socket : kept) {
                    socket.close();
                }
            }
        });
    }

    /** It may close while we write: that is its good right. */
    private void throwAt(Transport transport, byte[] octets) {
        try (var socket = new Socket(Ports.loopback(), rig.port(transport))) {
            socket.getOutputStream().write(octets);
        } catch (SocketException closed) {
            assertTrue(octets.length > 0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private interface Attack {
        void run() throws IOException;
    }

    private void assertLivesThrough(Attack attack) throws IOException {
        Script lives = Script.of("carrier/answers.xml").with("direction", "inactive");
        try (var carrier = Sipp.called(lives, folder);
                var agent = Sipp.called(Script.of("agent/answers.xml"), folder)) {
            var call = rig.place(Offer.EARLY, carrier.hop(), agent.hop(), null);
            assertTrue(Patience.until(MOST,
                    () -> call.events().stream().anyMatch(event -> event.kind() == Kind.JOINED)),
                    carrier::report);
            attack.run();
            assertEquals(3, call.events().size(), "the call is still there");
            call.hangUp();
            assertEquals(Outcome.CANCELLED, call.awaitEnd(MOST).outcome(), carrier::report);
            carrier.assertPlayed(MOST);
            agent.assertPlayed(MOST);
        }
        Played.play(CarrierScenarios.all().stream().filter(s -> s.name().equals("answers and hangs up"))
                .findFirst().orElseThrow(), rig, folder, Transport.UDP);
    }

    private static byte[] filled(int length, char with) {
        byte[] octets = new byte[length];
        Arrays.fill(octets, (byte) with);
        return octets;
    }
}
