package dev.carillon.carrier.sip.peers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Patience;
import dev.carillon.carrier.sip.transaction.Hop;
import dev.carillon.carrier.sip.transaction.Transport;
import dev.carillon.carrier.sip.transaction.Trust;

/**
 * baresip as an agent of 127.0.0.1: it answers by itself, with media of its own (what it hears it says), and
 * hangs up when asked. With a certificate it listens by TLS, one port above the one of UDP and TCP.
 */
final class Baresip implements AutoCloseable {

    static final String USER = "agent";

    private final PeerProgram program;
    private final int port;
    private final int control;

    private Baresip(PeerProgram program, int port, int control) {
        this.program = program;
        this.port = port;
        this.control = control;
    }

    /** @param identity its certificate; null: no TLS */
    static Baresip answering(Path under, @Nullable Issued identity) {
        try {
            Path folder = Files.createTempDirectory(under, "baresip");
            int port = Ports.free();
            int control = Ports.free();
            Files.writeString(folder.resolve("config"), config(port, control, identity, folder));
            Files.writeString(folder.resolve("accounts"), "<sip:" + USER + "@" + Ports.HOST
                    + ">;regint=0;answermode=auto;audio_codecs=pcmu,pcma\n");
            Files.writeString(folder.resolve("contacts"), "");
            var program = PeerProgram.start(folder,
                    List.of("stdbuf", "-oL", Tool.BARESIP.command(), "-4", "-s", "-v", "-f",
                            folder.toString()));
            program.awaitReady("baresip listens", () -> Ports.isOpen(Transport.UDP, port)
                    && Ports.isOpen(Transport.TCP, control)
                    && (identity == null || Ports.isOpen(Transport.TLS, port + 1)));
            return new Baresip(program, port, control);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String config(int port, int control, @Nullable Issued identity, Path folder)
            throws IOException {
        var lines = new ArrayList<>(List.of("module_path /usr/lib/baresip/modules", "poll_method epoll",
                "sip_listen " + Ports.HOST + ":" + port,
                "call_local_timeout 30", "call_max_calls 8", "net_interface " + Ports.HOST,
                "audio_player aubridge,loop",
                "audio_source aubridge,loop", "audio_alert aubridge,loop", "audio_path /nowhere",
                "ctrl_tcp_listen " + Ports.HOST + ":" + control, "module g711.so", "module aubridge.so",
                "module_tmp uuid.so", "module_tmp account.so", "module_app menu.so",
                "module_app ctrl_tcp.so"));
        if (identity != null) {
            Path both = folder.resolve("identity.pem");
            Files.writeString(both,
                    Files.readString(identity.key()) + Files.readString(identity.certificate()));
            lines.add("sip_certificate " + both);
        }
        return String.join("\n", lines) + "\n";
    }

    /** Where it is reached. */
    Hop hop(Transport transport, @Nullable Trust trust) {
        return Hop.of(transport, Ports.HOST, transport == Transport.TLS ? port + 1 : port, trust);
    }

    /** Makes it end its call. */
    void hangUp() {
        byte[] command = "{\"command\":\"hangup\"}".getBytes(UTF_8);
        try (var socket = new Socket(Ports.loopback(), control)) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write((command.length + ":").getBytes(UTF_8));
            socket.getOutputStream().write(command);
            socket.getOutputStream().write(",".getBytes(UTF_8));
            socket.getOutputStream().flush();
            // Its answer says that the command was read: to leave before could be to take it back.
            if (socket.getInputStream().read() < 0) {
                throw new IOException("baresip did not answer");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it has printed this: every message is there, and what it makes of it. */
    void await(String text, Duration most) {
        assertTrue(Patience.until(most, () -> said().contains(text)), () -> "no " + text + " in" + said());
    }

    String said() {
        return program.said();
    }

    @Override
    public void close() {
        program.close();
    }
}
