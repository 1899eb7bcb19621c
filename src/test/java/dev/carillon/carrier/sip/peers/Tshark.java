package dev.carillon.carrier.sip.peers;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import dev.carillon.base.Patience;

/** tshark as a witness: it records the SIP that goes over loopback by UDP, at the ports that it is told. */
final class Tshark implements AutoCloseable {

    private static final int CAP_NET_RAW = 13;

    private final PeerProgram program;

    private Tshark(PeerProgram program) {
        this.program = program;
    }

    /** Whether this process may record packets at all. */
    static boolean mayListen() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("CapEff:"))
                    .map(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                    .anyMatch(rights -> ((rights >> CAP_NET_RAW) & 1) == 1);
        } catch (IOException notLinux) {
            return false;
        }
    }

    /** Records when this returns. */
    static Tshark listening(Path under, Collection<Integer> ports) {
        try (var probe = new DatagramSocket(0, Ports.loopback())) {
            var command = new ArrayList<>(List.of(Tool.TSHARK.command(), "-l", "-n", "-i", "lo", "-f",
                    "udp and (" + ports(ports, probe.getLocalPort()) + ")"));
            ports.forEach(port -> command.addAll(List.of("-d", "udp.port==" + port + ",sip")));
            command.addAll(List.of("-T", "fields", "-E", "occurrence=a", "-E",
                    "aggregator=" + Packet.BETWEEN_VALUES));
            Packet.FIELDS.forEach(field -> command.addAll(List.of("-e", field)));
            var program = PeerProgram.start(Files.createTempDirectory(under, "tshark"), command);
            // It says that it captures before it does: it does when it has seen something.
            program.awaitReady("tshark records", () -> {
                send(probe);
                return program.file("out.txt").contains(Integer.toString(probe.getLocalPort()));
            });
            return new Tshark(program);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String ports(Collection<Integer> ports, int probe) {
        return ports.stream().map(port -> "port " + port).collect(Collectors.joining(" or "))
                + " or dst port " + probe;
    }

    private static void send(DatagramSocket probe) {
        byte[] octets = "probe".getBytes(US_ASCII);
        try {
            probe.send(new DatagramPacket(octets, octets.length, Ports.loopback(), probe.getLocalPort()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was recorded so far. */
    List<Packet> packets() {
        return program.file("out.txt").lines().flatMap(line -> Packet.read(line).stream()).toList();
    }

    /** Waits until enough is recorded, and tells it. */
    List<Packet> await(String what, Duration most, Predicate<List<Packet>> enough) {
        assertTrue(Patience.until(most, () -> enough.test(packets())),
                () -> "not recorded: " + what + program.said());
        return packets();
    }

    @Override
    public void close() {
        program.close();
    }
}
