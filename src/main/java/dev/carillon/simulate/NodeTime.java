package dev.carillon.simulate;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import dev.carillon.base.Timeline;

/** The time as one process of a node believes it to be. */
final class NodeTime implements Timeline {

    private final Clockwork clockwork;
    private final SimulatedNode.Life life;
    long offset;
    boolean trusted = true;
    private Instant last = Instant.EPOCH;
    private long lastMicros = Long.MIN_VALUE;

    NodeTime(Clockwork clockwork, SimulatedNode.Life life) {
        this.clockwork = clockwork;
        this.life = life;
    }

    @Override
    public Instant now() {
        if (offset == 0) {
            return clockwork.now();
        }
        if (lastMicros != clockwork.micros() + offset) {
            lastMicros = clockwork.micros() + offset;
            last = clockwork.now().plus(offset, ChronoUnit.MICROS);
        }
        return last;
    }

    @Override
    public long nanos() {
        return clockwork.micros() * 1_000;
    }

    @Override
    public boolean trusted() {
        return trusted;
    }

    @Override
    public Wake wakeAt(Instant when, Runnable task) {
        return clockwork.run(clockwork.micros(when) - offset, () -> life.timer(task));
    }
}
