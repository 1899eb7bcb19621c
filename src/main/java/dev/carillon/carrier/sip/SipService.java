package dev.carillon.carrier.sip;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.carillon.base.Ids;
import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.Patience;
import dev.carillon.base.Secrets;
import dev.carillon.base.Timeline;
import dev.carillon.call.Again;
import dev.carillon.call.CarrierEvent;
import dev.carillon.call.Cause;
import dev.carillon.call.Outcome;
import dev.carillon.call.Trunk;
import dev.carillon.carrier.sip.message.SipMessage;
import dev.carillon.carrier.sip.transaction.Hop;
import dev.carillon.carrier.sip.transport.Locator;
import dev.carillon.carrier.sip.transport.SipListening;
import dev.carillon.carrier.sip.transport.SipTransport;
import dev.carillon.dial.Adopted;
import dev.carillon.dial.CallPlan;
import dev.carillon.dial.Carrier;
import dev.carillon.dial.LedgerAway;
import dev.carillon.dial.Peers;
import dev.carillon.dial.TrunkNews;

/**
 * SIP of one node. Its sockets are opened when there is a SIP trunk, so that a node without one needs none;
 * where they cannot be, trunks are unreachable and the log says why. From then on the directory says who is
 * listened to, and trunks are asked whether they are there. Thread-safe.
 */
public final class SipService implements Carrier, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SipService.class);
    private static final Duration LOOKS_EVERY = Duration.ofSeconds(1);
    /** Whoever waits for a name that nobody answers for does not keep the other trunks from their calls. */
    private static final Duration READY_WITHIN = Duration.ofSeconds(5);

    private final SipListening listening;
    private final Ground ground;
    private final Thread looking;
    private volatile @Nullable Open open;
    private volatile boolean closed;
    private volatile boolean looked;
    private volatile long readyByNanos;
    private Runnable whenReady = () -> {
    };
    private String complaint = "";

    /**
     * What it stands on; {@code chance} is a CSPRNG.
     *
     * @param news takes what is learnt of trunks, from any thread
     */
    public record Ground(Timeline timeline, RandomGenerator chance, Secrets secrets, Ids ids, Peers peers,
            Consumer<TrunkNews> news) {

        /** Where nobody asks what is learnt of trunks. */
        public Ground(Timeline timeline, RandomGenerator chance, Secrets secrets, Ids ids, Peers peers) {
            this(timeline, chance, secrets, ids, peers, _ -> {
            });
        }
    }

    private record Open(SipTransport transport, Locator locator, SipCarrier carrier, Keeper keeper) {
    }

    public SipService(SipListening listening, Ground ground) {
        this.listening = listening;
        this.ground = ground;
        this.looking = Thread.ofVirtual().name("sip-peers").unstarted(this::look);
    }

    /**
     * From now on it looks who there is.
     *
     * @param ready run once, when the first look is over
     */
    public void start(Runnable ready) {
        whenReady = ready;
        readyByNanos = ground.timeline().nanos() + READY_WITHIN.toNanos();
        looking.start();
    }

    /**
     * Whether calls can be adopted and placed, as well as they ever can: it knows who there is, and where
     * there is a SIP trunk its sockets are open, or the log says why not. After five seconds it is, come what
     * may.
     */
    public boolean isReady() {
        return looked || ground.timeline().nanos() - readyByNanos > 0;
    }

    private void look() {
        while (!closed) {
            if (hasLooked() && !looked) {
                looked = true;
                whenReady.run();
            }
            if (!closed) {
                Patience.rest(LOOKS_EVERY);
            }
        }
    }

    /** Whether it was told who there is, whatever came of that. */
    private boolean hasLooked() {
        try {
            Peers.Known known = ground.peers().known();
            if (open != null
                    || known.lines().stream().anyMatch(line -> line.trunk().kind() == Trunk.Kind.SIP)) {
                look(opened(), known);
            }
        } catch (LedgerAway away) {
            LOG.debug("who speaks SIP is not known while the database is away", away);
            return false;
        } catch (IOException e) {
            complain(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("who speaks SIP could not be looked up; the next look goes on", e);
        }
        return true;
    }

    private void look(Open now, Peers.Known known) {
        complain("");
        Neighbours neighbours = Neighbours.find(known, now.locator());
        now.transport().allow(neighbours.addresses());
        now.keeper().look(neighbours.trunks(), ground.timeline().now());
    }

    /** Said once as long as it stays the same. */
    private void complain(String why) {
        if (!why.isEmpty() && !why.equals(complaint)) {
            LOG.error("there is a SIP trunk, and no SIP: {}", why);
        }
        complaint = why;
    }

    @Override
    public void place(CallPlan plan, Consumer<CarrierEvent> told) {
        try {
            opened().carrier().place(plan, told);
        } catch (IOException e) {
            told.accept(closed
                    ? CarrierEvent.ended(plan.call(), ground.timeline().now(), Outcome.NOT_PLACED)
                    : CarrierEvent.ended(plan.call(), ground.timeline().now(), Outcome.TRUNK_UNREACHABLE,
                            new Cause(0, 0, "this node has no SIP: " + e.getMessage()), Again.OTHER_TRUNK));
        }
    }

    @Override
    public void adopt(Adopted call, Consumer<CarrierEvent> told) {
        try {
            opened().carrier().adopt(call, told);
        } catch (IOException e) {
            told.accept(CarrierEvent.ended(call.plan().call(), call.at(), Outcome.LOST,
                    new Cause(0, 0, "this node has no SIP: " + e.getMessage()), Again.NO));
        }
    }

    /** Whether more calls may begin: those that are up need room for what is still to come of them. */
    public boolean hasRoom() {
        Open now = open;
        return now == null || now.carrier().hasRoom();
    }

    @Override
    public boolean isAsking(CallKey call) {
        Open now = open;
        return now != null && now.carrier().isAsking(call);
    }

    @Override
    public void hangUp(CallKey call) {
        Open now = open;
        if (now != null) {
            now.carrier().hangUp(call);
        }
    }

    /** How many trunks did not answer when they were asked last. */
    public int unreachable() {
        Open now = open;
        return now == null ? 0 : now.keeper().unreachable();
    }

    /** How many calls are up. */
    public int live() {
        Open now = open;
        return now == null ? 0 : now.carrier().live();
    }

    private Open opened() throws IOException {
        Open now = open;
        return now == null ? openNow() : now;
    }

    private synchronized Open openNow() throws IOException {
        Open before = open;
        if (before != null) {
            return before;
        }
        if (closed) {
            throw new IOException("it is being shut down");
        }
        SipTransport transport = SipTransport.open(listening, this::heard);
        var locator = new Locator(ground.chance(), ground.timeline());
        var carrier = new SipCarrier(new SipCarrier.Ports(transport, transport::ready, locator,
                ground.timeline(), ground.chance(), ground.secrets(), ground.ids()));
        LOG.info("SIP is spoken at {}", transport.ports());
        var now = new Open(transport, locator, carrier, new Keeper(carrier::ask, ground.news()));
        open = now;
        return now;
    }

    private void heard(SipMessage message, Hop from) {
        Open now = open;
        if (now != null) {
            now.carrier().heard(message, from);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        looking.interrupt();
        Open now = open;
        if (now != null) {
            now.carrier().close();
            now.transport().close();
            now.locator().close();
        }
    }
}
