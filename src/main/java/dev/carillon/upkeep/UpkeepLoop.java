package dev.carillon.upkeep;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.carillon.base.Patience;
import dev.carillon.base.Timeline;
import dev.carillon.db.DatabaseAway;

/**
 * The thread around {@link Upkeep#step}: again at once while there is work, else a little later. It begins
 * with the rest, for the first requests of a server come before what was put off. Thread-safe.
 */
public final class UpkeepLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UpkeepLoop.class);
    private static final Duration REST = Duration.ofMillis(500);

    private final Upkeep upkeep;
    private final Timeline timeline;
    private final Thread thread;
    private volatile boolean closed;

    public UpkeepLoop(Upkeep upkeep, Timeline timeline) {
        this.upkeep = upkeep;
        this.timeline = timeline;
        this.thread = Thread.ofVirtual().name("upkeep").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        int done = 0;
        while (!closed) {
            if (done == 0) {
                Patience.rest(REST);
            }
            done = closed ? 0 : step();
        }
    }

    private int step() {
        try {
            return upkeep.step(timeline.now());
        } catch (DatabaseAway away) {
            LOG.debug("upkeep waits for the database");
        } catch (RuntimeException e) {
            LOG.error("upkeep failed; it goes on", e);
        }
        return 0;
    }

    /** Ends after the step that runs; it is not interrupted, for that would break its connection. */
    @Override
    public void close() throws InterruptedException {
        closed = true;
        if (thread.getState() != Thread.State.NEW) {
            thread.join(Duration.ofSeconds(10));
        }
    }
}
