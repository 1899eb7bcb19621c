package dev.carillon.carrier.sip.transaction;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

import dev.carillon.base.Timeline.Wake;

/**
 * One transaction: a machine's state and the timers that run in it. An event is done with before the next
 * begins, for telling the user is the last action of its row, and sending never comes back at once.
 */
abstract sealed class Transaction permits ClientTransaction, ServerTransaction {

    private final Transactions home;
    private final Machine machine;
    private final Key key;
    private final boolean reliable;
    private final List<Running> running = new ArrayList<>(3);
    private State state;
    private Duration rest = Duration.ZERO;
    private String failure = "";

    Transaction(Transactions home, Machine machine, Key key, boolean reliable) {
        this.home = home;
        this.machine = machine;
        this.key = key;
        this.reliable = reliable;
        this.state = machine.first().next();
    }

    /** A timer that was started; its firing may wait in the owner's queue when it is stopped. */
    private final class Running implements Runnable {

        private final Timer timer;
        private final Wake wake;

        Running(Timer timer, Duration length) {
            this.timer = timer;
            this.wake = home.ground().timeline().wakeAt(home.ground().timeline().now().plus(length), this);
        }

        @Override
        public void run() {
            home.ground().owner().execute(() -> {
                if (running.remove(this)) {
                    on(timer.fires());
                }
            });
        }
    }

    /** Does one of the actions that are not about timers. */
    abstract void act(Action action);

    final Transactions home() {
        return home;
    }

    final Key key() {
        return key;
    }

    final State state() {
        return state;
    }

    final void begin() {
        machine.first().actions().forEach(this::perform);
    }

    /** It was begun by an earlier process, and has come this far. */
    final void resume(State reached) {
        state = reached;
    }

    /** Does what the machine's table says; false where it says nothing. */
    final boolean on(Event event) {
        Machine.Row row = machine.row(state, event);
        if (row == null) {
            return false;
        }
        state = row.next();
        stop(r -> machine.row(state, r.timer.fires()) == null);
        if (state == State.TERMINATED) {
            home.forget(this);
        }
        row.actions().forEach(this::perform);
        return true;
    }

    private void perform(Action action) {
        Timer timer = action.timer();
        if (timer == null) {
            act(action);
        } else if (action == Action.STOP_TRYING || action == Action.STOP_A) {
            stop(r -> r.timer == timer);
        } else if (!reliable || !timer.repeats()) {
            start(timer, length(action, timer));
        }
    }

    private Duration length(Action action, Timer timer) {
        return switch (action) {
            case REPEAT_A, REPEAT_E, REPEAT_G -> home.timers().again(timer, rest);
            case REST_E -> home.timers().t2();
            default -> home.timers().first(timer, reliable);
        };
    }

    private void start(Timer timer, Duration length) {
        if (length.isZero()) {
            on(timer.fires());
            return;
        }
        if (timer.repeats()) {
            rest = length;
        }
        running.add(new Running(timer, length));
    }

    private void stop(Predicate<Running> which) {
        running.removeIf(r -> {
            boolean stops = which.test(r);
            if (stops) {
                r.wake.cancel();
            }
            return stops;
        });
    }

    /**
     * Hears what the message that goes out now could not be sent for, back in the owner's queue. It is of no
     * matter any more once a later state has been reached.
     */
    final Consumer<String> sendFailed() {
        State sentIn = state;
        return why -> home.ground().owner().execute(() -> {
            if (state == sentIn) {
                failure = why;
                on(Event.SEND_FAILED);
            }
        });
    }

    /** Why what was sent last could not be sent; empty while nothing failed. */
    final String why() {
        return failure;
    }
}
