package dev.carillon.simulate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.Outcome;

/**
 * The agents of a world. Some say that a machine has answered: while their call lives, as its carrier tells
 * the end, or too late. What was said in time must be how it ends (law: Acknowledged).
 */
final class Agents {

    private static final int SELDOM = 12;
    private static final long LATE = 3_000_000;

    private final World world;
    private final Set<CallKey> saidInTime = new HashSet<>();

    Agents(World world) {
        this.world = world;
    }

    /** The carrier is about to tell that this call has ended, and how. */
    void ends(CallKey call, Outcome outcome) {
        if (outcome == Outcome.COMPLETED && world.random.nextInt(SELDOM) == 0) {
            say(call);
        } else if (outcome == Outcome.COMPLETED && world.random.nextInt(SELDOM) == 0) {
            world.clockwork.after(world.random.nextLong(LATE), () -> say(call));
        }
    }

    /** The agent of any live call says it. */
    void anyOne() {
        List<LineRow> live = live();
        if (!live.isEmpty()) {
            say(live.get(world.random.nextInt(live.size())).attempt().key);
        }
    }

    /** People ask for the end of any call that may be up, a lost one among them. */
    void hangUpAny() {
        List<LineRow> up = List.copyOf(world.store.tables().onLine.values());
        if (up.isEmpty()) {
            return;
        }
        CallKey call = up.get(world.random.nextInt(up.size())).attempt().key;
        if (world.store.api().hangUp(call, world.clockwork.now())) {
            world.trace.note("to be hung up", 0, call, null);
            world.judge.hangsUp(call);
        }
    }

    private List<LineRow> live() {
        var live = new ArrayList<LineRow>();
        for (LineRow row : world.store.tables().onLine.values()) {
            if (!row.attempt().ended()) {
                live.add(row);
            }
        }
        return live;
    }

    private void say(CallKey call) {
        if (world.troubles.ledgerIsAway()) {
            return;
        }
        boolean inTime = world.store.api().saidVoicemail(call, world.clockwork.now());
        world.trace.note(inTime ? "said to be a machine" : "said to be a machine, too late", 0, call, null);
        if (inTime) {
            saidInTime.add(call);
        }
        world.judge.committed();
    }

    /** What was acknowledged of this attempt is how it ended. */
    boolean heard(AttemptRow a) {
        return a.outcome != Outcome.COMPLETED || !saidInTime.contains(a.key);
    }
}
