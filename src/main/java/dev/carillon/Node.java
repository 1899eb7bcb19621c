package dev.carillon;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.carillon.base.Timeline;
import dev.carillon.config.Config.FirstKey;
import dev.carillon.http.Route;

/**
 * A running server. Closing it ends its parts in the order opposite to their start: no more requests, then
 * the dialler drains, then the pools, then the database. Thread-safe.
 */
public final class Node implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    private final Served served;
    private final Timeline timeline;
    private final Optional<FirstKey> newKey;
    private final Deque<Part> parts;

    Node(Served served, Timeline timeline, Optional<FirstKey> newKey, Deque<Part> parts) {
        this.served = served;
        this.timeline = timeline;
        this.newKey = newKey;
        this.parts = parts;
    }

    /**
     * Where clients on this machine find what listens at a host: {@code http://127.0.0.1:8080}. An address
     * that means all of the machine's is shown as the loopback one.
     */
    public static String address(String host, int port) {
        String shown = switch (host) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::", "[::]" -> "[::1]";
            default -> host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        };
        return "http://" + shown + ":" + port;
    }

    /** Where it serves what. */
    record Served(String address, List<Route> routes) {
    }

    /** Something that runs and is ended with the node. */
    record Part(String name, Ending ending) {
    }

    /** How a part is ended. */
    interface Ending {
        void end() throws IOException, InterruptedException;
    }

    /** Where it serves: {@code http://127.0.0.1:8080}. */
    public String address() {
        return served.address();
    }

    /** What it serves, in no order. */
    public List<Route> routes() {
        return served.routes();
    }

    /** The key that this start made, with its secret: to be shown once. */
    public Optional<FirstKey> newKey() {
        return newKey;
    }

    /** The node's time. */
    public Instant now() {
        return timeline.now();
    }

    @Override
    public void close() {
        close(parts);
    }

    /** Ends what was started, the last first; one that fails does not keep the others up. */
    static void close(Deque<Part> parts) {
        var all = new ArrayDeque<>(parts);
        parts.clear();
        for (Part part = all.pollLast(); part != null; part = all.pollLast()) {
            try {
                part.ending().end();
            } catch (IOException | RuntimeException e) {
                LOG.error("{} did not end in order", part.name(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
