package dev.carillon.simulate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.carillon.dial.Carrier;
import dev.carillon.dial.Dialer;
import dev.carillon.dial.Inbox;
import dev.carillon.dial.LedgerAway;

/**
 * A node: its lease, and one process after the other. A process steps when the loop around the dialer would
 * let it, but for steps of which it can be seen that they would do nothing.
 */
final class SimulatedNode {

    private static final long SECOND = 1_000_000;
    private static final long LEASE = 5 * SECOND;
    private static final long MARGIN = SECOND;
    private static final long AFTER_FAILURE = 250_000;
    private static final long FIRST_REST = 100_000;
    private static final long LONGEST_REST = 3 * SECOND;
    private static final long LONGEST_SLEEP = 240 * SECOND;

    private final World world;
    private final long id;
    private final long phase;
    private @Nullable Life life;
    private boolean renewing;
    private long renewedAt = -LEASE;
    private long leasedSince;
    private long told = Long.MIN_VALUE;

    SimulatedNode(World world, long id) {
        this.world = world;
        this.id = id;
        this.phase = world.random.nextLong(SECOND);
    }

    long id() {
        return id;
    }

    @Nullable Life life() {
        return life;
    }

    /** A new process begins: it remembers nothing. */
    void start() {
        life = new Life();
        renew(true);
        life.stepAt(world.clockwork.micros());
        world.trace.note("started", id);
    }

    /** Its process ends at this moment, and with it the calls of the sandbox that it carries. */
    void kill() {
        Life its = life;
        if (its != null) {
            its.over = true;
            life = null;
            renew(false);
            world.network.vanish(its);
            world.trace.note("killed", id);
        }
    }

    /** From now on its lease is renewed every second, or no more. */
    void renew(boolean on) {
        settle();
        renewing = on;
        if (on) {
            long now = world.clockwork.micros();
            leasedSince = renewedAt + LEASE < now ? now : leasedSince;
            renewedAt = now;
        }
    }

    private void settle() {
        if (renewing) {
            long now = world.clockwork.micros();
            renewedAt = Math.max(renewedAt, now - Math.floorMod(now - phase, SECOND));
        }
    }

    /** When the lease ends if it is not renewed again. */
    long leaseUntil() {
        settle();
        return renewedAt + LEASE;
    }

    /** Writes when its lease ends, if that has changed. */
    void tellLease(Store store) {
        long until = leaseUntil();
        if (until != told) {
            told = until;
            store.lease(id, world.clockwork.at(leasedSince), world.clockwork.at(until));
        }
    }

    private boolean held() {
        return leaseUntil() - MARGIN > world.clockwork.micros();
    }

    /** One process. */
    final class Life {

        final NodeTime time = new NodeTime(world.clockwork, this);
        private final Inbox inbox = new Inbox();
        private final FaultyLedger ledger;
        private final Dialer dialer;
        private final List<Runnable> postponed = new ArrayList<>();
        private boolean over;
        private boolean frozen;
        private boolean busy;
        private boolean cleared;
        private int idle;
        private long restsUntil;
        private long asked;
        private long troubledAt;
        private Clockwork.@Nullable Entry next;

        Life() {
            Fittings fittings = world.fittings;
            this.ledger = new FaultyLedger(fittings.ledger(world.store.ledger(id)), this, world);
            Carrier carrier = fittings.carrier(world.network.carrier(this));
            troubled();
            this.dialer = new Dialer(
                    new Dialer.Ports(ledger, fittings.lease(() -> !over && held() && time.trusted()),
                            _ -> carrier, fittings.timeline(time)),
                    inbox, world.settings);
        }

        long node() {
            return id;
        }

        boolean over() {
            return over;
        }

        boolean frozen() {
            return frozen;
        }

        SimulatedNode owner() {
            return SimulatedNode.this;
        }

        /** Something is wrong with it at this moment. */
        void troubled() {
            troubledAt = world.clockwork.micros();
        }

        /** Whether it has done its work for so long, as far as is known. */
        boolean wellFor(long micros) {
            return !over && !frozen && held() && time.trusted()
                    && world.clockwork.micros() - troubledAt > micros;
        }

        /** A task of its timeline has come to its time. */
        void timer(Runnable task) {
            if (over) {
                return;
            }
            if (frozen) {
                postponed.add(task);
            } else {
                task.run();
                noticed();
            }
        }

        /** Something may have been told. */
        void noticed() {
            if (!over && !frozen && !busy && inbox.oldest().isPresent()) {
                stepAt(world.clockwork.micros());
            }
        }

        void freeze() {
            frozen = true;
            renew(false);
            world.trace.note("frozen", id);
        }

        /** It goes on where it stood. */
        void thaw() {
            if (over || !frozen) {
                return;
            }
            frozen = false;
            troubled();
            world.trace.note("woken", id);
            world.clockwork.after(world.random.nextLong(50_000), () -> {
                if (!over && !frozen) {
                    renew(true);
                }
            });
            var waiting = List.copyOf(postponed);
            postponed.clear();
            waiting.forEach(Runnable::run);
            if (!busy) {
                stepAt(world.clockwork.micros());
            }
        }

        /** It looks again at its next poll: something was changed by somebody else. */
        void poke(long soon) {
            idle = 0;
            if (!over && !frozen && !busy) {
                stepAt(Math.max(asked, world.clockwork.micros() + soon));
            }
        }

        void stepAt(long when) {
            long at = Math.max(when, restsUntil);
            if (next != null && next.at() <= at) {
                return;
            }
            if (next != null) {
                next.cancel();
            }
            next = world.clockwork.run(at, this::step);
        }

        private void step() {
            next = null;
            if (over || frozen || busy) {
                return;
            }
            long before = world.judge.commits();
            world.census.step();
            busy = true;
            try {
                Instant wake = dial();
                busy = false;
                idle = world.judge.commits() == before ? idle + 1 : 0;
                plan(wake);
            } catch (Killed e) {
                world.trace.note("ended in the middle of a step", id);
            } catch (LedgerAway e) {
                busy = false;
                world.trace.note("the ledger is away", id);
                troubled();
                restsUntil = world.clockwork.micros() + AFTER_FAILURE;
                stepAt(restsUntil);
            } catch (RuntimeException e) {
                world.broken(e);
            }
        }

        private Instant dial() {
            if (!cleared) {
                ledger.takeOverSelf(time.now());
                dialer.resume(time.now());
                cleared = true;
            }
            return dialer.step(time.now());
        }

        /**
         * The longer nothing happens, the more rarely it looks; but never later than something can happen.
         */
        private void plan(Instant wake) {
            long now = world.clockwork.micros();
            // A pace has moments between two microseconds, and the earlier one is too early forever.
            asked = Math.max(now, world.clockwork.micros(wake.plusNanos(999)) - time.offset);
            if (idle == 0 || inbox.oldest().isPresent()) {
                stepAt(asked);
                return;
            }
            long soonest = world.soonest();
            if (dialer.liveCalls() == 0 && soonest > now) {
                if (soonest != Long.MAX_VALUE) {
                    stepAt(Math.max(asked, soonest));
                }
                return;
            }
            long longest = dialer.liveCalls() == 0 ? LONGEST_SLEEP : LONGEST_REST;
            stepAt(Math.max(asked, now + Math.min(longest, FIRST_REST << Math.min(2 * idle, 20))));
        }
    }

    static long micros(Duration length) {
        return length.toNanos() / 1_000;
    }
}
