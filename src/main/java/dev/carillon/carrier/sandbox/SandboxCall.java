package dev.carillon.carrier.sandbox;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.Timeline;
import dev.carillon.call.Again;
import dev.carillon.call.CarrierEvent;
import dev.carillon.call.CarrierEvent.Kind;
import dev.carillon.call.Outcome;

/**
 * One call on its way through its script: it tells each step at its time and then asks to be woken for the
 * next, so that it holds one place in the timeline's queue, never more. Thread-safe.
 */
final class SandboxCall {

    private static final Kind[] STEPS = Kind.values();

    private final CallKey key;
    private final Script script;
    private final Consumer<CarrierEvent> told;
    private final Timeline timeline;
    private Instant placedAt;
    private int step;
    private Timeline.@Nullable Wake wake;

    SandboxCall(CallKey key, Script script, Consumer<CarrierEvent> told, Timeline timeline) {
        this.key = key;
        this.script = script;
        this.told = told;
        this.timeline = timeline;
        this.placedAt = timeline.now();
    }

    CallKey key() {
        return key;
    }

    /**
     * Places it and goes on by itself from there; a call that was hung up before is not placed any more.
     *
     * @param onEnd told before its last word, and when none is to come
     */
    synchronized void begin(BooleanSupplier placed, Consumer<SandboxCall> onEnd) {
        if (step >= STEPS.length) {
            return;
        }
        if (placed.getAsBoolean()) {
            placedAt = timeline.now();
            goOn(onEnd);
        } else {
            onEnd.accept(this);
            end(Outcome.NOT_PLACED);
        }
    }

    /** Ends it at once, whatever its script says; nothing when it is over. */
    synchronized void hangUp() {
        if (step < STEPS.length) {
            end(Outcome.CANCELLED);
        }
    }

    /** It says no more. */
    synchronized void forget() {
        step = STEPS.length;
        if (wake != null) {
            wake.cancel();
        }
    }

    private synchronized void goOn(Consumer<SandboxCall> onEnd) {
        Instant now = timeline.now();
        while (step < STEPS.length) {
            long at = script.at(STEPS[step]);
            if (at != Script.NEVER) {
                Instant time = placedAt.plus(at, ChronoUnit.MICROS);
                if (time.isAfter(now)) {
                    wake = timeline.wakeAt(time, () -> goOn(onEnd));
                    return;
                }
                if (STEPS[step] == Kind.ENDED) {
                    onEnd.accept(this);
                }
                tell(STEPS[step], now);
            }
            step++;
        }
        onEnd.accept(this);
    }

    private void end(Outcome outcome) {
        forget();
        told.accept(CarrierEvent.ended(key, timeline.now(), outcome));
    }

    private void tell(Kind kind, Instant now) {
        told.accept(kind == Kind.ENDED
                ? CarrierEvent.ended(key, now, script.outcome(), Causes.of(script.outcome()), Again.NO)
                        .noted(script.note())
                : CarrierEvent.of(key, kind, now));
    }
}
