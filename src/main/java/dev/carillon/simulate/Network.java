package dev.carillon.simulate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.CarrierEvent;
import dev.carillon.call.CarrierEvent.Kind;
import dev.carillon.call.Outcome;
import dev.carillon.dial.CallPlan;
import dev.carillon.dial.Carrier;

/**
 * The telephone network: what really rings, whoever hears of it. Each call goes its way by a script drawn
 * when it is placed, keeps the deadlines of its plan by itself, and dies with the process that carries it.
 */
final class Network {

    private static final long CONFIRMS_WITHIN = 1_500_000;

    private final World world;
    private final Map<CallKey, Call> up = new LinkedHashMap<>();
    private final Map<Line, Call> lines = new HashMap<>();

    Network(World world) {
        this.world = world;
    }

    /** A call that is up. */
    static final class Call {

        final CallPlan plan;
        final Line line;
        final SimulatedNode.Life life;
        final Script script;
        private final Consumer<CarrierEvent> told;
        private int step;
        private boolean asked;
        private boolean hungUp;
        private Clockwork.@Nullable Entry timer;

        Call(CallPlan plan, SimulatedNode.Life life, Script script, Consumer<CarrierEvent> told) {
            this.plan = plan;
            this.line = new Line(plan.trunk().organizationId(), plan.toNumber());
            this.life = life;
            this.script = script;
            this.told = told;
        }

        CallKey key() {
            return plan.call();
        }

        /** Whether its node has asked for its end. */
        boolean asked() {
            return asked;
        }
    }

    /** The network as one process reaches it. */
    Carrier carrier(SimulatedNode.Life life) {
        return new Carrier() {
            @Override
            public void place(CallPlan plan, Consumer<CarrierEvent> told) {
                if (life.time.nanos() > plan.placeByNanos()) {
                    told.accept(CarrierEvent.ended(plan.call(), life.time.now(), Outcome.NOT_PLACED));
                } else if (!life.over()) {
                    Network.this.place(
                            new Call(plan, life, Script.draw(world.random, plan, world.troubles), told));
                }
            }

            @Override
            public void hangUp(CallKey key) {
                Call call = up.get(key);
                if (call != null && call.life == life) {
                    Network.this.hangUp(call);
                }
            }
        };
    }

    private void place(Call call) {
        world.trace.note("placed", call.life.node(), call.key(), null);
        world.judge.placed(call, lines.get(call.line));
        up.put(call.key(), call);
        lines.put(call.line, call);
        goOn(call, 0);
    }

    private void goOn(Call call, long since) {
        Script script = call.script;
        if (call.step < script.length()) {
            long delay = script.at(call.step) - since;
            call.timer = world.clockwork.after(delay, () -> {
                tell(call, script.kind(call.step), script.outcome());
                call.step++;
                goOn(call, script.at(call.step - 1));
            });
        }
    }

    private void tell(Call call, Kind kind, Outcome outcome) {
        if (kind == Kind.ENDED) {
            world.agents.ends(call.key(), outcome);
            over(call);
        }
        if (call.script.silentFrom() <= call.step && !call.hungUp) {
            return;
        }
        CarrierEvent event = kind == Kind.ENDED
                ? CarrierEvent.ended(call.key(), call.life.time.now(), outcome)
                : CarrierEvent.of(call.key(), kind, call.life.time.now());
        world.troubles.deliver(call.life, event, call.told);
    }

    private void over(Call call) {
        if (up.remove(call.key(), call)) {
            lines.remove(call.line, call);
            world.judge.over(call);
        }
    }

    private void hangUp(Call call) {
        if (call.asked) {
            return;
        }
        call.asked = true;
        world.trace.note("hung up", call.life.node(), call.key(), null);
        if (world.troubles.unconfirmed()) {
            return;
        }
        call.hungUp = true;
        world.clockwork.after(world.random.nextLong(CONFIRMS_WITHIN), () -> {
            if (up.get(call.key()) == call) {
                if (call.timer != null) {
                    call.timer.cancel();
                }
                tell(call, Kind.ENDED, Outcome.CANCELLED);
            }
        });
    }

    /** The calls of a process that has ended. */
    void vanish(SimulatedNode.Life life) {
        for (Call call : new ArrayList<>(up.values())) {
            if (call.life == life) {
                if (call.timer != null) {
                    call.timer.cancel();
                }
                over(call);
            }
        }
    }

    boolean isUp(CallKey key) {
        return up.containsKey(key);
    }

    List<Call> calls() {
        return List.copyOf(up.values());
    }
}
