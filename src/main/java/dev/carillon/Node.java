package dev.carillon;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.carillon.base.Timeline;
import dev.carillon.config.Config.FirstKey;

/**
 * A running server. Closing it ends its parts in the order opposite to their start: no more requests, then
 * the dialler drains, then the pools, then the database. Thread-safe.
 */
public final class Node implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    private final String address;
    private final Timeline timeline;
    private final Optional<FirstKey> newKey;
    private final Deque<Part> parts;

    Node(String address, Timeline timeline, Optional<FirstKey> newKey, Deque<Part> parts) {
        this.address = address;
        this.timeline = timeline;
        this.newKey = newKey;
        this.parts = parts;
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
        return address;
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
