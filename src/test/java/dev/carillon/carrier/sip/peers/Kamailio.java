package dev.carillon.carrier.sip.peers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.carillon.carrier.sip.transaction.Hop;
import dev.carillon.carrier.sip.transaction.Transport;
import dev.carillon.carrier.sip.transaction.Trust;

/**
 * Kamailio as a carrier's edge: it takes calls by UDP, TCP and, with a certificate, TLS, stays in their way
 * by Record-Route, and hands them to one other by UDP.
 */
final class Kamailio implements AutoCloseable {

    private final PeerProgram program;
    private final int port;
    private final int tlsPort;

    private Kamailio(PeerProgram program, int port, int tlsPort) {
        this.program = program;
        this.port = port;
        this.tlsPort = tlsPort;
    }

    /** @param identity its certificate; null: no TLS */
    static Kamailio before(Hop next, Path under, @Nullable Issued identity) {
        return at(Ports.free(), next, under, identity);
    }

    /** The same at this port, as one that comes back. */
    static Kamailio at(int port, Hop next, Path under, @Nullable Issued identity) {
        try {
            Path folder = Files.createTempDirectory(under, "kamailio");
            int tlsPort = identity == null ? -1 : Ports.free();
            Files.writeString(folder.resolve("kamailio.cfg"), config(port, tlsPort, next, identity));
            var program = PeerProgram.start(folder, List.of(Tool.KAMAILIO.command(), "-f", "kamailio.cfg",
                    "-DD", "-E", "-m", "32", "-M", "8", "-Y", folder.toString(), "-P",
                    folder.resolve("pid").toString()));
            program.awaitReady("Kamailio listens", () -> Ports.isOpen(Transport.UDP, port)
                    && Ports.isOpen(Transport.TCP, port)
                    && (tlsPort < 0 || Ports.isOpen(Transport.TLS, tlsPort)));
            return new Kamailio(program, port, tlsPort);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lines that start with {@code #tls} are for one that has a certificate. */
    private static String config(int port, int tlsPort, Hop next, @Nullable Issued identity)
            throws IOException {
        String text;
        try (var in = Kamailio.class.getResourceAsStream("/kamailio/edge.cfg")) {
            if (in == null) {
                throw new IllegalStateException("there is no /kamailio/edge.cfg");
            }
            text = new String(in.readAllBytes(), UTF_8);
        }
        text = text.replace("@port@", Integer.toString(port)).replace("@next@",
                next.host() + ":" + next.port());
        return identity == null
                ? text
                : text.replace("#tls ", "").replace("@tlsport@", Integer.toString(tlsPort))
                        .replace("@certificate@", identity.certificate().toString())
                        .replace("@key@", identity.key().toString());
    }

    Hop hop(Transport transport, @Nullable Trust trust) {
        return Hop.of(transport, Ports.HOST, transport == Transport.TLS ? tlsPort : port, trust);
    }

    int port() {
        return port;
    }

    String said() {
        return program.said();
    }

    @Override
    public void close() {
        program.close();
    }
}
