package dev.carillon.simulate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.Again;
import dev.carillon.call.AttemptState;
import dev.carillon.call.CarrierEvent;
import dev.carillon.call.CarrierEvent.Kind;
import dev.carillon.call.Outcome;
import dev.carillon.call.Trunk;
import dev.carillon.dial.Adopted;
import dev.carillon.dial.CallPlan;
import dev.carillon.dial.Carrier;

/**
 * The telephone network: what really rings, whoever hears of it. Each call goes its way by a script drawn
 * when it is placed, and keeps the deadlines of its plan by itself. In the sandbox it dies with the process
 * that carries it; elsewhere it goes on, and a later process of the node finds it as SIP would.
 */
final class Network {

    private static final long CONFIRMS_WITHIN = 1_500_000;
    private static final int TOO_LONG = 5;
    private static final int ASKS_FOR_REST = 3;
    private static final int LONGEST_REST = 90;

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
        SimulatedNode.Life life;
        final Script script;
        private Consumer<CarrierEvent> told;
        private int step;
        private int placement;
        private boolean rang;
        private @Nullable Outcome ended;
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

        /** Whether it has been answered, whoever knows. */
        private boolean answered() {
            return step > 0 && script.kind(step - 1).compareTo(Kind.ANSWERED) >= 0;
        }

        /** Which of its attempt's placements it is. */
        int placement() {
            return placement;
        }

        void placement(int no) {
            placement = no;
        }

        /** Whether a phone has rung. */
        boolean rang() {
            return rang;
        }

        /** How it ended. */
        @Nullable Outcome ended() {
            return ended;
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
            public void adopt(Adopted before, Consumer<CarrierEvent> told) {
                Call call = up.get(before.plan().call());
                world.trace.note("adopted", life.node(), before.plan().call(), null);
                world.census.adopted();
                if (call == null) {
                    gone(before, life, told);
                } else {
                    call.life = life;
                    call.told = told;
                    adopted(call, before);
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

    /** Nobody is there any more: who was joined is known to have been, of others nobody knows anything. */
    private void gone(Adopted before, SimulatedNode.Life life, Consumer<CarrierEvent> told) {
        Outcome outcome = before.state() == AttemptState.JOINED
                ? Outcome.COMPLETED
                : before.resume() == null ? Outcome.LOST : Outcome.ABANDONED;
        world.clockwork.after(world.random.nextLong(CONFIRMS_WITHIN), () -> world.troubles.deliver(life,
                CarrierEvent.ended(before.plan().call(), life.time.now(), outcome), told));
    }

    /**
     * Who was joined goes on, the others are ended; but who was answered without anything being kept of it
     * cannot be.
     */
    private void adopted(Call call, Adopted before) {
        boolean ends = before.state() != AttemptState.JOINED;
        call.asked = ends;
        if (ends && before.resume() == null && call.answered()) {
            gone(before, call.life, call.told);
            call.told = _ -> {
            };
        } else if (ends && !world.troubles.unconfirmed()) {
            Outcome outcome = call.answered() ? Outcome.ABANDONED : Outcome.NO_ANSWER;
            call.hungUp = true;
            end(call, outcome);
        }
    }

    private void tell(Call call, Kind kind, Outcome outcome) {
        call.rang |= kind != Kind.ENDED;
        if (kind == Kind.ENDED) {
            world.agents.ends(call.key(), outcome);
            call.ended = outcome;
            over(call);
        }
        if (call.script.silentFrom() <= call.step && !call.hungUp) {
            return;
        }
        CarrierEvent event = kind == Kind.ENDED
                ? CarrierEvent.ended(call.key(), call.life.time.now(), outcome, null,
                        call.rang || call.hungUp ? Again.NO : Again.OTHER_TRUNK)
                        .askingForRest(rest(call, outcome))
                : CarrierEvent.of(call.key(), kind, call.life.time.now()).resumableBy(kept(call, kind));
        world.troubles.deliver(call.life, event, call.told);
    }

    /** What is to be kept of it: nothing in the sandbox, and nothing of some that are too long. */
    private static @Nullable String kept(Call call, Kind kind) {
        boolean keeps = kind != Kind.RINGING && call.plan.trunk().kind() != Trunk.Kind.SANDBOX
                && call.key().seq() % TOO_LONG > 0;
        return keeps ? kind.name() : null;
    }

    /** Some trunks that have no line say for how long they want no calls. */
    private static @Nullable Duration rest(Call call, Outcome outcome) {
        int seq = call.key().seq();
        return outcome == Outcome.CONGESTION && seq % ASKS_FOR_REST == 0
                ? Duration.ofSeconds(1L + seq % LONGEST_REST)
                : null;
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
        end(call, Outcome.CANCELLED);
    }

    private void end(Call call, Outcome outcome) {
        world.clockwork.after(world.random.nextLong(CONFIRMS_WITHIN), () -> {
            if (up.get(call.key()) == call) {
                if (call.timer != null) {
                    call.timer.cancel();
                }
                tell(call, Kind.ENDED, outcome);
            }
        });
    }

    /** A process has ended, and with it the calls of its sandbox. */
    void vanish(SimulatedNode.Life life) {
        for (Call call : new ArrayList<>(up.values())) {
            if (call.life == life && call.plan.trunk().kind() == Trunk.Kind.SANDBOX) {
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
