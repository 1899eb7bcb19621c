package dev.carillon.carrier.sip.transaction;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import dev.carillon.base.Chance;
import dev.carillon.base.VirtualTimeline;
import dev.carillon.carrier.sip.message.SipMessage;

/**
 * A few requests between two sides on a network drawn from a seed, and what must be true of them. The same
 * seed gives the same world.
 */
final class LossyWorld implements LossyNetwork.Watch {

    static final Duration PATIENCE = Timers.STANDARD.patience();

    final VirtualTimeline time = new VirtualTimeline(Instant.parse("2030-01-01T00:00:00Z"));
    final RandomGenerator draw;
    final LossyNetwork network;
    final Transactions caller;
    final Transactions callee;
    final List<Asked> all = new ArrayList<>();
    final List<String> violations = new ArrayList<>();
    private final Executor owner = task -> time.wakeAt(time.now(), task);

    LossyWorld(long seed, Machines machines) {
        draw = Chance.seeded(seed);
        network = new LossyNetwork(time, draw);
        var left = network.new End("192.0.2.1", this);
        var right = network.new End("192.0.2.2", this);
        caller = transactions(left, new Callee(this), machines);
        callee = transactions(right, new Callee(this), machines);
        left.leadsTo(callee);
        right.leadsTo(caller);
    }

    private Transactions transactions(Wire wire, Requests user, Machines machines) {
        var made = new Transactions(new Ground(wire, time, owner, Chance.seeded(draw.nextLong())),
                Timers.STANDARD, 1_000, user);
        made.follow(machines);
        return made;
    }

    /** Lets everything happen, and says what must not have. */
    List<String> run() {
        int requests = 1 + draw.nextInt(5);
        for (int i = 0; i < requests; i++) {
            var asked = new Asked(this, i);
            all.add(asked);
            time.wakeAt(time.now().plusMillis(draw.nextInt(5_000)), asked::begin);
        }
        Instant end = time.now().plusSeconds(600);
        while (time.waiting() > 0 && time.now().isBefore(end)) {
            time.advance(Duration.ofSeconds(1));
        }
        must(time.waiting() == 0, "timers are left");
        must(caller.open() == 0, "the caller has transactions left: " + caller.open());
        must(callee.open() == 0, "the callee has transactions left: " + callee.open());
        all.forEach(Asked::judge);
        return violations;
    }

    void must(boolean holds, String otherwise) {
        if (!holds) {
            violations.add(time.now() + " " + otherwise);
        }
    }

    void in(long millis, Runnable task) {
        time.wakeAt(time.now().plusMillis(millis), task);
    }

    Asked asked(SipMessage message) {
        return all.get(Integer.parseInt(message.callId()));
    }

    @Override
    public void sent(SipMessage message) {
        asked(message).sent(message);
    }

    @Override
    public Consumer<Runnable> refused(SipMessage message) {
        Supplier<Runnable> refused = asked(message).refused(message);
        return tell -> {
            Runnable judge = refused.get();
            tell.run();
            in(0, judge);
        };
    }

    @Override
    public void arrives(SipMessage message, Runnable receive) {
        Runnable judge = asked(message).arrives(message);
        receive.run();
        judge.run();
    }
}
