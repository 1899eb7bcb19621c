package dev.carillon.carrier.sip.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

import dev.carillon.base.Chance;
import dev.carillon.carrier.sip.transaction.Transport;

/** Ports of 127.0.0.1, for those who cannot choose one themselves. */
final class Ports {

    static final String HOST = "127.0.0.1";

    /** Below those that the system gives to connections: nobody takes one by chance before it is used. */
    private static final int LOWEST = 20_000;
    private static final int ABOVE = 32_000;
    private static final String HOST_IN_HEX = "0100007F";
    private static final String LISTENING_TCP = " 0A ";

    private Ports() {
    }

    /** One that nobody had a moment ago, neither by UDP nor by TCP. */
    static int free() {
        while (true) {
            int port = Chance.secure().nextInt(LOWEST, ABOVE);
            try (var udp = new DatagramSocket(new InetSocketAddress(loopback(), port));
                    var tcp = new ServerSocket()) {
                tcp.bind(new InetSocketAddress(loopback(), udp.getLocalPort()));
                return udp.getLocalPort();
            } catch (BindException taken) {
                // It belongs to somebody: another one.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Whether somebody listens there. The kernel is asked: to try by binding could be in that one's way. */
    static boolean isOpen(Transport transport, int port) {
        boolean udp = transport == Transport.UDP;
        String address = String.format(Locale.ROOT, " %s:%04X ", HOST_IN_HEX, port);
        try {
            return Files.readAllLines(Path.of("/proc/net", udp ? "udp" : "tcp")).stream()
                    .anyMatch(line -> line.contains(address) && (udp || line.contains(LISTENING_TCP)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static InetAddress loopback() {
        return InetAddress.ofLiteral(HOST);
    }
}
