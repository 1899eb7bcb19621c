package dev.carillon.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Chance;
import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.Outcome;

/**
 * A carrier outside of the nodes: they speak to it over the loopback, one line a message. Its calls go on
 * whatever becomes of the node that placed them, and everything it hears is told to the
 * {@link OutsideWitness} in the order in which it came. A node says {@code NODE name}, {@code DIAL …} and
 * {@code HANGUP call}; it hears {@code RINGING}, {@code ANSWERED}, {@code JOINED} and {@code ENDED} with the
 * call and, at the end, its outcome. Thread-safe.
 */
final class OutsideCarrier implements AutoCloseable {

    private final ServerSocket server;
    private final long seed;
    private final OutsideWitness witness = new OutsideWitness();
    private final Map<CallKey, Line> up = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    OutsideCarrier(long seed) {
        this.seed = seed;
        try {
            this.server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().name("outside carrier").start(this::listen);
    }

    int port() {
        return server.getLocalPort();
    }

    OutsideWitness witness() {
        return witness;
    }

    boolean isUp(CallKey call) {
        return up.containsKey(call);
    }

    private void listen() {
        while (!server.isClosed()) {
            try {
                Line line = new Line(server.accept());
                Thread.ofPlatform().daemon().start(() -> read(line));
                Thread.ofVirtual().start(line::write);
            } catch (IOException e) {
                // Closed: the run is over.
            }
        }
    }

    /** Until the node is gone. What it had read of its calls' lines is read to the end even then. */
    private void read(Line line) {
        try (var in = new BufferedReader(
                new InputStreamReader(line.socket.getInputStream(), StandardCharsets.UTF_8))) {
            String node = "";
            for (String text = in.readLine(); text != null; text = in.readLine()) {
                List<String> fields = List.of(text.split("\t", -1));
                switch (fields.getFirst()) {
                    case "NODE" -> node = fields.get(1);
                    case "DIAL" -> dial(Dialled.of(node, fields), line);
                    case "HANGUP" -> end(Dialled.key(fields.get(1)), Outcome.CANCELLED);
                    default -> throw new IOException("not understood: " + text);
                }
            }
        } catch (IOException e) {
            // A process that is killed resets its connections.
        }
    }

    private void dial(Dialled call, Line from) {
        if (!witness.dialled(call)) {
            return;
        }
        up.put(call.call(), from);
        OutsideScript script = OutsideScript.of(call, Chance.seeded(
                seed ^ call.number().hashCode() * 0x9E3779B97F4A7C15L + call.call().no()));
        later(script.ringing(), () -> tell(call.call(), "RINGING"));
        later(script.answered(), () -> tell(call.call(), "ANSWERED"));
        later(script.joined(), () -> tell(call.call(), "JOINED"));
        later(script.ended(), () -> end(call.call(), script.outcome()));
    }

    private void later(long millis, Runnable step) {
        if (millis != OutsideScript.NEVER) {
            var _ = timer.schedule(step, millis, TimeUnit.MILLISECONDS);
        }
    }

    private void tell(CallKey call, String what) {
        Line to = up.get(call);
        if (to != null) {
            to.lines.add(what + "\t" + Dialled.key(call) + "\n");
        }
    }

    /** It is over here before its node can know. */
    private void end(CallKey call, Outcome outcome) {
        Line to = up.remove(call);
        if (to != null) {
            witness.ended(call, outcome);
            to.lines.add("ENDED\t" + Dialled.key(call) + "\t" + outcome.word() + "\n");
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The connection of one life of a node; a frozen one does not keep the others waiting. */
    private static final class Line {

        private final Socket socket;
        private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();

        Line(Socket socket) {
            this.socket = socket;
        }

        private void write() {
            try (var out = socket.getOutputStream()) {
                for (String line = next(); line != null; line = next()) {
                    out.write(line.getBytes(StandardCharsets.UTF_8));
                }
            } catch (IOException e) {
                // The node is gone; its calls go on without it.
            }
        }

        private @Nullable String next() {
            try {
                return lines.take();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
        }
    }
}
