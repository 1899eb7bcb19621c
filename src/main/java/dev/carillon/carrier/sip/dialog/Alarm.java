package dev.carillon.carrier.sip.dialog;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Timeline;
import dev.carillon.carrier.sip.transaction.Ground;

/** One timer that is set again and again: of two the later holds. For the owner's queue only. */
public final class Alarm {

    private final Ground ground;
    private Timeline.@Nullable Wake wake;
    private long current;

    public Alarm(Ground ground) {
        this.ground = ground;
    }

    /** Runs the task in the owner's queue after so long, unless it is set anew or cleared before. */
    public void set(Duration after, Runnable task) {
        clear();
        long mine = current;
        wake = ground.timeline().wakeAt(ground.timeline().now().plus(after),
                () -> ground.owner().execute(() -> ring(mine, task)));
    }

    private void ring(long which, Runnable task) {
        if (which == current) {
            clear();
            task.run();
        }
    }

    public void clear() {
        current++;
        if (wake != null) {
            wake.cancel();
            wake = null;
        }
    }
}
