package dev.carillon.carrier.sip;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.carillon.base.Timeline;
import dev.carillon.call.Trunk;
import dev.carillon.carrier.sip.peer.SipTrunk;
import dev.carillon.carrier.sip.transaction.Hop;

/**
 * Which hops of trunks lead nowhere, as this node has found out: no connection comes about, or an INVITE gets
 * no answer at all. They come after the others, so that a call does not spend its time on them. Each is tried
 * again after a while, ever longer, and comes in its own place again as soon as somebody is there.
 * Thread-safe; waits for nobody.
 */
final class DeadHops {

    static final Duration FIRST_REST = Duration.ofSeconds(10);
    static final Duration LONGEST_REST = Duration.ofMinutes(5);
    /** What nobody has seen for so long is not dead any more, but unknown. */
    static final Duration FORGOTTEN = Duration.ofHours(1);
    /** A trial of which nothing is heard for so long, as of a call that was hung up, is none. */
    static final Duration TRIAL = Duration.ofMinutes(1);
    static final int MOST = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(DeadHops.class);
    private static final int MOST_DOUBLINGS = 10;

    private final Trying trying;
    private final Timeline timeline;
    private final Map<Way, Death> dead = new HashMap<>();

    /** How a hop is tried beside the calls. */
    @FunctionalInterface
    interface Trying {

        /**
         * Makes a way there ready, and asks whoever is there with OPTIONS. Waits for nothing.
         *
         * @param uri  of whom; null: nobody is asked
         * @param told once, why nobody is there; empty where somebody is
         */
        void attempt(Hop hop, @Nullable String uri, Consumer<Optional<String>> told);
    }

    /** What one trunk hears from a hop says nothing of another: their owners may be others, too. */
    private record Way(long trunkId, Hop hop) {
    }

    /** That nobody is there, as whoever began to look then has found. */
    private record Sign(String why, boolean silent, Instant began) {
    }

    /** What is known of a dead hop; not thread-safe. */
    private static final class Death {

        private int times;
        private boolean silent;
        /** Somebody is there, but has not answered an INVITE yet. */
        private boolean isThere;
        private Instant since = Instant.MIN;
        private Instant until = Instant.MIN;

        Duration rest() {
            Duration rest = FIRST_REST.multipliedBy(1L << Math.min(times - 1, MOST_DOUBLINGS));
            return rest.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : rest;
        }

        /**
         * Whether nothing but a call can tell: it was not answered, and OPTIONS are answered, or are not
         * asked, or for so long in vain that they may be what is not answered.
         */
        boolean wantsCall(SipTrunk settings) {
            return isThere || (silent && (settings.keepAlive().isZero() || rest().equals(LONGEST_REST)));
        }
    }

    DeadHops(Trying trying, Timeline timeline) {
        this.trying = trying;
        this.timeline = timeline;
    }

    /**
     * The hops in the order in which a call is to try them. One whose rest is over is tried by this call in
     * its place, if only a call can tell, or else beside it.
     */
    List<Hop> inOrder(Trunk trunk, SipTrunk settings, List<Hop> hops) {
        if (hops.size() < 2) {
            return hops;
        }
        var first = new ArrayList<Hop>(hops.size());
        var last = new ArrayList<Hop>();
        var beside = new ArrayList<Runnable>();
        synchronized (this) {
            Instant now = timeline.now();
            for (Hop hop : hops) {
                Death death = dead.get(new Way(trunk.trunkId(), hop));
                if (death == null) {
                    first.add(hop);
                } else if (death.until.isAfter(now)) {
                    last.add(hop);
                } else {
                    death.until = now.plus(TRIAL);
                    boolean byCall = death.wantsCall(settings);
                    (byCall ? first : last).add(hop);
                    if (!byCall) {
                        String uri = death.silent ? "sip:" + settings.domain() : null;
                        beside.add(() -> attempt(trunk, hop, uri, now));
                    }
                }
            }
        }
        beside.forEach(Runnable::run);
        first.addAll(last);
        return first;
    }

    private void attempt(Trunk trunk, Hop hop, @Nullable String uri, Instant began) {
        trying.attempt(hop, uri, told -> told.ifPresentOrElse(why -> fails(trunk, hop, why, began),
                uri == null ? () -> isOpen(trunk, hop) : () -> isThere(trunk, hop)));
    }

    /**
     * No connection comes about.
     *
     * @param began when it was tried: those that were on their way when it died say nothing new
     */
    void fails(Trunk trunk, Hop hop, String why, Instant began) {
        die(trunk, hop, new Sign(why, false, began));
    }

    /** Nobody there has answered an INVITE of then. */
    void isSilent(Trunk trunk, Hop hop, Instant began) {
        die(trunk, hop, new Sign("no answer to the INVITE", true, began));
    }

    private synchronized void die(Trunk trunk, Hop hop, Sign sign) {
        Instant now = timeline.now();
        var way = new Way(trunk.trunkId(), hop);
        Death known = dead.get(way);
        if (known != null && sign.began.isBefore(known.since)) {
            return;
        }
        if (known == null) {
            dead.values().removeIf(death -> death.since.plus(FORGOTTEN).isBefore(now));
            if (dead.size() >= MOST) {
                return;
            }
            LOG.warn("{}: nobody is at {} port {}, and its other addresses come first: {}", trunk, hop.host(),
                    hop.port(), sign.why);
        }
        Death death = known == null ? new Death() : known;
        dead.put(way, death);
        death.times++;
        death.silent |= sign.silent;
        death.isThere = false;
        death.since = now;
        death.until = now.plus(death.rest());
    }

    /** A connection has come about. */
    synchronized void isOpen(Trunk trunk, Hop hop) {
        Death death = dead.get(new Way(trunk.trunkId(), hop));
        if (death != null && !death.silent) {
            lives(trunk, hop);
        }
    }

    /** OPTIONS were answered; one INVITE tells the rest, and the others wait for that. */
    private synchronized void isThere(Trunk trunk, Hop hop) {
        Death death = dead.get(new Way(trunk.trunkId(), hop));
        if (death != null) {
            death.isThere = true;
            death.until = timeline.now();
        }
    }

    /** Somebody there has answered an INVITE. */
    synchronized void lives(Trunk trunk, Hop hop) {
        if (dead.remove(new Way(trunk.trunkId(), hop)) != null) {
            LOG.info("{}: somebody is at {} port {} again", trunk, hop.host(), hop.port());
        }
    }

    /** Of how many it is remembered that they are dead. */
    synchronized int remembered() {
        return dead.size();
    }
}
