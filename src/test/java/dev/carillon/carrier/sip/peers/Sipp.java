package dev.carillon.carrier.sip.peers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

import dev.carillon.base.Patience;
import dev.carillon.carrier.sip.transaction.Hop;
import dev.carillon.carrier.sip.transaction.Transport;

/** SIPp plays one call of a script, at a port of its own of 127.0.0.1, over UDP or TCP. */
final class Sipp implements AutoCloseable {

    private static final String MESSAGES = "messages.txt";
    private static final String ERRORS = "errors.txt";
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final PeerProgram program;
    private final Script script;
    private final Hop hop;

    private Sipp(PeerProgram program, Script script, Hop hop) {
        this.program = program;
        this.script = script;
        this.hop = hop;
    }

    /** As the one who is called; listens when this returns. */
    static Sipp called(Script script, Path folder, Transport transport) {
        Sipp sipp = start(script, folder, transport, List.of());
        sipp.program.awaitReady(script.file() + " listens",
                () -> Ports.isOpen(transport, sipp.hop.port()) || !sipp.messages().isEmpty());
        return sipp;
    }

    static Sipp called(Script script, Path folder) {
        return called(script, folder, Transport.UDP);
    }

    /** As the one who is called, by any number of calls, each message of which is kept. */
    static Sipp manyTraced(Script script, Path under) {
        return many(script.option("-trace_msg").option("-message_file").option(MESSAGES).option("-trace_err")
                .option("-error_file").option(ERRORS), under);
    }

    /** As the one who is called, by any number of calls; of its messages there is no trace. */
    static Sipp many(Script script, Path under) {
        try {
            Path folder = Files.createTempDirectory(under, "sipp");
            Files.writeString(folder.resolve("scenario.xml"), script.text(), ISO_8859_1);
            int port = Ports.free();
            var command =
                    new ArrayList<>(List.of(Tool.SIPP.command(), "-sf", "scenario.xml", "-i", Ports.HOST,
                            "-p", Integer.toString(port), "-nostdin", "-buff_size", "8388608"));
            command.addAll(script.options());
            Sipp sipp = new Sipp(PeerProgram.start(folder, command), script,
                    Hop.of(Transport.UDP, Ports.HOST, port));
            sipp.program.awaitReady(script.file() + " listens", () -> Ports.isOpen(Transport.UDP, port));
            return sipp;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As the one who calls. */
    static Sipp calling(Hop to, Script script, Path folder) {
        return start(script, folder, to.transport(), List.of(to.host() + ":" + to.port()));
    }

    private static Sipp start(Script script, Path under, Transport transport, List<String> to) {
        try {
            Path folder = Files.createTempDirectory(under, "sipp");
            Files.writeString(folder.resolve("scenario.xml"), script.text(), ISO_8859_1);
            int port = Ports.free();
            var command = new ArrayList<>(List.of(Tool.SIPP.command(), "-sf", "scenario.xml", "-i",
                    Ports.HOST,
                    "-p", Integer.toString(port), "-t", transport == Transport.UDP ? "u1" : "t1", "-m", "1",
                    "-nostdin", "-trace_msg", "-message_file", MESSAGES, "-trace_err", "-error_file",
                    ERRORS));
            command.addAll(script.options());
            command.addAll(to);
            return new Sipp(PeerProgram.start(folder, command), script, Hop.of(transport, Ports.HOST, port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it is reached. */
    Hop hop() {
        return hop;
    }

    /** What it has sent and received so far. */
    List<Traced> messages() {
        return Traced.all(program.file(MESSAGES));
    }

    List<Traced> received(String method) {
        return messages().stream().filter(m -> m.received() && m.isRequest(method)).toList();
    }

    /**
     * Tells its script to go on, by a request of its call that nobody else sends, until that has been done.
     * It has what the INVITE had, so that what answers the last request answers the INVITE.
     */
    void tell(String method, Duration most, BooleanSupplier done) {
        String request = received("INVITE").getFirst().text().replaceFirst("^INVITE", method)
                .replaceFirst("(?m)^(CSeq: *\\d+) +INVITE", "$1 " + method);
        assertTrue(Patience.until(most, () -> {
            send(request.getBytes(ISO_8859_1));
            return Patience.until(AGAIN, done);
        }), () -> script.file() + " was told " + method + " in vain" + report());
    }

    private void send(byte[] request) {
        try (var socket = new DatagramSocket(new InetSocketAddress(Ports.loopback(), 0))) {
            socket.send(new DatagramPacket(request, request.length, Ports.loopback(), hop.port()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean hasEnded() {
        return program.hasEnded();
    }

    /** Waits until it has such a message. */
    void await(String what, Duration most, Predicate<Traced> wanted) {
        assertTrue(Patience.until(most, () -> messages().stream().anyMatch(wanted)),
                () -> script.file() + " has not " + what + report());
    }

    /** Waits until its script has ended, and ended well. A script that has no end is not asked. */
    void assertPlayed(Duration most) {
        if (script.ends()) {
            assertEquals(0, program.awaitEnd(most), () -> script.file() + report());
        }
    }

    /** For a failure: what it says and every message. */
    String report() {
        return "\n" + script.file() + " said: " + program.file(ERRORS) + program.file("err.txt") + "\n"
                + program.file(MESSAGES);
    }

    @Override
    public void close() {
        program.close();
    }
}
