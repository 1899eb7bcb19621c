package dev.carillon.carrier.sip;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.carillon.base.Ids;
import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.LawBroken;
import dev.carillon.base.Secrets;
import dev.carillon.base.Timeline;
import dev.carillon.call.Again;
import dev.carillon.call.CarrierEvent;
import dev.carillon.call.Cause;
import dev.carillon.call.Outcome;
import dev.carillon.carrier.sip.call.CallOrder;
import dev.carillon.carrier.sip.call.CallState;
import dev.carillon.carrier.sip.call.CallWatch;
import dev.carillon.carrier.sip.call.Leftover;
import dev.carillon.carrier.sip.call.SipCall;
import dev.carillon.carrier.sip.call.TrunkWay;
import dev.carillon.carrier.sip.message.SipMessage;
import dev.carillon.carrier.sip.transaction.Hop;
import dev.carillon.carrier.sip.transaction.Wire;
import dev.carillon.carrier.sip.transport.Locator;
import dev.carillon.dial.Adopted;
import dev.carillon.dial.CallPlan;
import dev.carillon.dial.Carrier;

/**
 * Calls over SIP trunks, with agents at SIP addresses. Each call has one owner, a queue in which its messages
 * and timers run one after the other; names are looked up before, elsewhere. From the answer of a called
 * party to its agent nothing waits for anything but those two (law: Answered). Thread-safe.
 */
public final class SipCarrier implements Carrier, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SipCarrier.class);
    private static final int SHARDS = 4;
    /**
     * At which one shard begins no more. Nearly all are over and kept for 32 s, at some 0.55 kB each: those
     * of all shards are 130 MB of the 256 that the launcher gives.
     */
    private static final int MOST_TRANSACTIONS = 60_000;

    private final Ports ports;
    private final Orders orders;
    private final CallIds callIds;
    private final DeadHops dead;
    private final List<Shard> shards = new ArrayList<>();
    private boolean wasFull;
    private final ExecutorService preparing =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("sip-prepare-", 0).factory());
    private final Map<CallKey, Placed> live = new ConcurrentHashMap<>();

    /**
     * What it stands on.
     *
     * @param ways   opens connections before a call is placed on them
     * @param chance a CSPRNG, for what nobody may guess; thread-safe
     */
    public record Ports(Wire wire, Ways ways, Locator locator, Timeline timeline, RandomGenerator chance,
            Secrets secrets, Ids ids) {
    }

    /** Makes a way ready on which the next message goes at once. */
    @FunctionalInterface
    public interface Ways {

        /**
         * Waits until a message would go there at once.
         *
         * @throws IOException when it cannot, in words for people
         */
        void open(Hop hop) throws IOException;
    }

    public SipCarrier(Ports ports) {
        this.ports = ports;
        this.callIds = new CallIds(ports.ids().callWords(), ports.chance(), SHARDS);
        this.orders = new Orders(ports, callIds);
        this.dead = new DeadHops(this::attempt, ports.timeline());
        for (int i = 0; i < SHARDS; i++) {
            shards.add(new Shard(ports, callIds, i, MOST_TRANSACTIONS));
        }
    }

    /** Takes a message from the network, on any thread. */
    public void heard(SipMessage message, Hop from) {
        shards.get(callIds.shard(message)).receive(message, from);
    }

    /** Asked by one thread at a time. */
    boolean hasRoom() {
        boolean full = shards.stream().anyMatch(Shard::isFull);
        if (full != wasFull) {
            wasFull = full;
            if (full) {
                LOG.warn("there are as many SIP transactions as may be: no calls begin until there is room");
            } else {
                LOG.info("there is room for SIP transactions again");
            }
        }
        return !full;
    }

    /** Asks whether a peer is there: {@code told} hears once why nobody is, empty where somebody is. */
    void ask(String uri, Hop to, Consumer<Optional<String>> told) {
        Shard any = shards.getFirst();
        any.execute(() -> any.legs().ask(uri, to, told));
    }

    private void attempt(Hop hop, @Nullable String uri, Consumer<Optional<String>> told) {
        try {
            preparing.execute(() -> attemptNow(hop, uri, told));
        } catch (RejectedExecutionException e) {
            LOG.debug("{} is not tried: this process ends", hop.host());
        }
    }

    private void attemptNow(Hop hop, @Nullable String uri, Consumer<Optional<String>> told) {
        try {
            ports.ways().open(hop);
        } catch (IOException e) {
            told.accept(Optional.of(String.valueOf(e.getMessage())));
            return;
        }
        if (uri == null) {
            told.accept(Optional.empty());
        } else {
            ask(uri, hop, told);
        }
    }

    @Override
    public void place(CallPlan plan, Consumer<CarrierEvent> told) {
        Shard shard = shards.get(callIds.shard(plan.call()));
        var placed = new Placed(plan, told, shard);
        if (live.putIfAbsent(plan.call(), placed) != null) {
            throw new LawBroken("Single dial", plan.call() + " is up and was to be placed again");
        }
        try {
            preparing.execute(placed::prepare);
        } catch (RejectedExecutionException e) {
            LOG.debug("{} is not placed: this process ends", plan.call());
            placed.end(Outcome.NOT_PLACED, null, Again.NO);
        }
    }

    @Override
    public void adopt(Adopted call, Consumer<CarrierEvent> told) {
        CallKey key = call.plan().call();
        var placed = new Placed(call.plan(), told, shards.get(callIds.shard(key)));
        placed.adopting = true;
        live.put(key, placed);
        preparing.execute(() -> placed.adopt(call));
    }

    @Override
    public boolean isAsking(CallKey call) {
        Placed placed = live.get(call);
        return placed != null && placed.adopting && !placed.adopted;
    }

    @Override
    public void hangUp(CallKey call) {
        Placed placed = live.get(call);
        if (placed != null) {
            placed.shard.execute(placed::hangUp);
        }
    }

    /** How many calls it has, those that begin and end among them. */
    public int live() {
        return live.size();
    }

    /** Ends without a word, as the end of the process would. */
    @Override
    public void close() {
        preparing.shutdownNow();
        shards.forEach(Shard::close);
    }

    /** A call on its way to its owner, and there: hung up before it has begun, it never begins. */
    private final class Placed {

        private final CallPlan plan;
        private final Consumer<CarrierEvent> told;
        private final Shard shard;
        private @Nullable SipCall call;
        private boolean several;
        private volatile boolean adopting;
        private volatile boolean adopted;
        private boolean unwanted;
        private boolean over;

        Placed(CallPlan plan, Consumer<CarrierEvent> told, Shard shard) {
            this.plan = plan;
            this.told = told;
            this.shard = shard;
        }

        /** On a thread of its own: it may wait for names and for a connection. */
        void prepare() {
            try {
                CallOrder order = reachable(orders.order(plan));
                shard.execute(() -> begin(order));
            } catch (Orders.Impossible e) {
                fail(e.outcome(), e.why(), e.outcome() == Outcome.FAILED ? Again.NO : Again.OTHER_TRUNK);
            } catch (RuntimeException e) {
                LOG.error("a SIP call cannot be prepared", e);
                fail(Outcome.FAILED, "it could not be prepared", Again.NO);
            }
        }

        /** With only those hops that something could be sent to now, or that come after one. */
        private CallOrder reachable(CallOrder order) throws Orders.Impossible {
            String why = "";
            List<Hop> hops = dead.inOrder(plan.trunk(), orders.settings(plan), order.trunk().hops());
            several = hops.size() > 1;
            for (int i = 0; i < hops.size(); i++) {
                Instant began = ports.timeline().now();
                try {
                    ports.ways().open(hops.get(i));
                    dead.isOpen(plan.trunk(), hops.get(i));
                    return order.by(hops.subList(i, hops.size()));
                } catch (IOException e) {
                    why = String.valueOf(e.getMessage());
                    if (several) {
                        dead.fails(plan.trunk(), hops.get(i), why, began);
                    }
                }
            }
            throw new Orders.Impossible(Outcome.TRUNK_UNREACHABLE, why);
        }

        private void fail(Outcome outcome, String why, Again again) {
            shard.execute(() -> end(outcome, new Cause(0, 0, why), again));
        }

        private void begin(CallOrder order) {
            if (!over) {
                var begun = new SipCall(order, shard.legs(), watch());
                call = begun;
                begun.begin(() -> ports.timeline().nanos() - plan.placeByNanos() <= 0);
            }
        }

        /** On a thread of its own, for the same reasons. */
        void adopt(Adopted before) {
            Optional<CallState> state = CallState.parse(before.resume());
            Instant answeredAt = before.answeredAt() == null ? before.at() : before.answeredAt();
            Optional<CallState.Joined> joined = state.flatMap(s -> s.joinedSince(answeredAt));
            try {
                if (joined.isPresent()) {
                    CallOrder resumed = orders.order(plan, joined.get());
                    execute(() -> goOn(resumed, joined.get()));
                    return;
                }
                Leftover.Sides sides = orders.sides(plan, state.orElse(null));
                execute(() -> new Leftover(sides, shard.legs(), watch(), state.orElse(null)).end());
            } catch (Orders.Impossible e) {
                fail(Outcome.LOST, e.why(), Again.NO);
            } catch (RuntimeException e) {
                LOG.error("a SIP call cannot be adopted", e);
                fail(Outcome.LOST, "it could not be adopted", Again.NO);
            }
        }

        private void execute(Runnable adoption) {
            shard.execute(() -> {
                adopted = true;
                adoption.run();
            });
        }

        private void goOn(CallOrder order, CallState.Joined joined) {
            var resumed = new SipCall(order, shard.legs(), watch(), joined);
            call = resumed;
            if (unwanted) {
                resumed.hangUp();
            }
        }

        private CallWatch watch() {
            return new CallWatch(plan.call(), told, this::forget, new Way());
        }

        /** What its call hears of the way to the trunk; of a trunk that has one alone nothing is kept. */
        private final class Way implements TrunkWay {

            private final Instant placedAt = ports.timeline().now();

            @Override
            public void speaks(Hop hop) {
                dead.lives(plan.trunk(), hop);
            }

            @Override
            public void isSilent(Hop hop) {
                if (several) {
                    dead.isSilent(plan.trunk(), hop, placedAt);
                }
            }
        }

        /** One that is being adopted may be up: it is hung up as soon as it is here. */
        void hangUp() {
            SipCall begun = call;
            unwanted = true;
            if (begun != null) {
                begun.hangUp();
            } else if (!adopting) {
                end(Outcome.CANCELLED, null, Again.NO);
            }
        }

        private void end(Outcome outcome, @Nullable Cause cause, Again again) {
            if (!over) {
                forget();
                told.accept(CarrierEvent.ended(plan.call(), ports.timeline().now(), outcome, cause, again));
            }
        }

        private void forget() {
            over = true;
            live.remove(plan.call(), this);
        }
    }
}
