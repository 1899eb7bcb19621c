package dev.carillon.carrier.rest;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.carillon.base.Ids;
import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.LawBroken;
import dev.carillon.base.Refusal;
import dev.carillon.base.Timeline;
import dev.carillon.call.Again;
import dev.carillon.call.CarrierEvent;
import dev.carillon.call.CarrierWord;
import dev.carillon.call.CarrierWord.Leg;
import dev.carillon.call.Cause;
import dev.carillon.call.Outcome;
import dev.carillon.dial.Adopted;
import dev.carillon.dial.CallPlan;
import dev.carillon.dial.Carrier;

/**
 * Places calls by the API of a carrier (docs/rest-carrier.md). An order is sent once, each on a thread of its
 * own, few at a time for a trunk, and never after its {@code place_by}. When its answer is lost the call's
 * fate is unknown: nothing is told until the carrier's own word comes. A call that is hung up ends
 * {@code CANCELLED}, as the sandbox's do. Thread-safe.
 */
public final class RestCarrier implements Carrier, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RestCarrier.class);
    private static final int TRUNKS = 256;
    /** What an end that the deadlines bring may still take until it is told. */
    private static final Duration LAST_WORDS = Duration.ofMinutes(2);
    /** A word that was not told, or not understood here, is asked for after so long at the latest. */
    private static final Duration ASKED_EVERY = Duration.ofMinutes(5);
    private static final RestLine.Agent NOBODY = new RestLine.Agent("", null, Map.of());

    private final Ports ports;
    private final RestApi api;
    private final HangUps hangUps;
    private final Inquiries inquiries;
    private final WordReader reader;
    private final ConcurrentMap<CallKey, RestCall> live = new ConcurrentHashMap<>();
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("rest-call-", 0).factory());
    /** Orders and ends apart: what waits to be placed keeps nothing from being hung up. */
    private final Gates orders = new Gates();
    private final Gates ends = new Gates();
    private final Gates questions = new Gates();
    private final LoadingCache<String, RestTrunk> trunks;

    /**
     * What it stands on.
     *
     * @param lines    opens what a plan does not carry in the clear; a refusal ends the call
     * @param mailbox  reads what carriers have told
     * @param register keeps what a carrier calls a call
     * @param gone     is told of calls that are over and not of this process
     */
    public record Ports(Function<CallPlan, RestLine> lines, Mailbox mailbox, Register register, Gone gone,
            Ids ids, Timeline timeline) {
    }

    /** Keeps what a carrier calls a call, for whoever looks for it after this process. */
    @FunctionalInterface
    public interface Register {

        void placed(CallKey call, String carrierId);
    }

    /** Frees what is kept for a call of a process before this one, when its carrier says that it is over. */
    @FunctionalInterface
    public interface Gone {

        void over(CallKey call, Instant at);
    }

    /** How it reads trunks and how long it waits for answers. */
    record Settings(Function<String, RestTrunk> trunks, Duration patience) {

        static Settings usual() {
            return new Settings(RestTrunk::parse, Duration.ofSeconds(10));
        }
    }

    RestCarrier(Ports ports, Settings settings) {
        this.ports = ports;
        this.trunks = Caffeine.newBuilder().maximumSize(TRUNKS).build(settings.trunks()::apply);
        this.api = new RestApi(settings.patience());
        this.hangUps = new HangUps(api);
        this.inquiries = new Inquiries(api);
        this.reader = new WordReader(ports.mailbox(), this::hear, () -> !live.isEmpty());
    }

    /** Ready to place calls. */
    public static RestCarrier open(Ports ports) {
        return new RestCarrier(ports, Settings.usual());
    }

    /**
     * From now on it reads what carriers tell.
     *
     * @param ready whether the calls of a process before are closed: an end that is told of one sooner would
     *              free nothing
     */
    public void start(BooleanSupplier ready) {
        reader.start(ready);
    }

    /** For tests: with settings of their own, reading by {@link #read}. */
    void read() {
        reader.read();
    }

    @Override
    public void place(CallPlan plan, Consumer<CarrierEvent> told) {
        RestLine line;
        RestTrunk trunk;
        try {
            trunk = trunks.get(plan.trunk().settings());
            line = ports.lines().apply(plan);
        } catch (Refusal e) {
            refuse(plan, told, Outcome.TRUNK_CONFIG, e.text());
            return;
        } catch (NoAgent e) {
            refuse(plan, told, Outcome.FAILED, e.getMessage());
            return;
        }
        if (line.agent() == null) {
            refuse(plan, told, Outcome.FAILED, "the agent has no SIP address");
        } else {
            place(order(plan, trunk, line), told);
        }
    }

    private RestOrder order(CallPlan plan, RestTrunk trunk, RestLine line) {
        return new RestOrder(plan, new RestOrder.Account(trunk, line.authToken()),
                Objects.requireNonNullElse(line.agent(), NOBODY),
                RestOrder.Names.of(plan.call(), ports.ids()));
    }

    private void refuse(CallPlan plan, Consumer<CarrierEvent> told, Outcome outcome, String why) {
        told.accept(CarrierEvent.ended(plan.call(), ports.timeline().now(), outcome, null,
                RestOutcomes.afterRefusal(outcome)).noted(why));
    }

    private void place(RestOrder order, Consumer<CarrierEvent> told) {
        RestCall call = call(order, told);
        if (live.putIfAbsent(order.plan().call(), call) != null) {
            throw new LawBroken("Single dial", order.plan().call() + " is up and was to be placed again");
        }
        forgetInTime(call);
        if (!run(call, () -> order(call))) {
            call.refused(Outcome.NOT_PLACED, "");
        }
    }

    private RestCall call(RestOrder order, Consumer<CarrierEvent> told) {
        return new RestCall(order, told, ports.timeline(), over -> live.remove(order.plan().call(), over));
    }

    private void forgetInTime(RestCall call) {
        CallPlan plan = call.order().plan();
        Instant last = ports.timeline().now().plus(plan.ringTimeout()).plus(plan.agentSetup())
                .plus(plan.longestCall()).plus(LAST_WORDS);
        call.lasts(ports.timeline().wakeAt(last, () -> {
            if (live.remove(plan.call(), call)) {
                call.forget();
            }
        }));
    }

    /**
     * The carrier is asked how far the call is. One whose agent is there goes on, be that recorded or not;
     * any other is ended.
     */
    @Override
    public void adopt(Adopted before, Consumer<CarrierEvent> told) {
        CallPlan plan = before.plan();
        String id = before.resume();
        if (id == null) {
            lost(before, told, "what its carrier calls it is not known");
            return;
        }
        RestCall call;
        try {
            call = call(order(plan, trunks.get(plan.trunk().settings()), ports.lines().apply(plan)), told);
        } catch (Refusal e) {
            lost(before, told, e.text());
            return;
        } catch (NoAgent e) {
            lost(before, told, e.getMessage());
            return;
        }
        call.goOnFrom(before.state(), id);
        if (live.putIfAbsent(plan.call(), call) == null) {
            forgetInTime(call);
            run(call, () -> {
                askAndEnd(call);
                askInTime(call);
            });
        }
    }

    private void askAndEnd(RestCall call) throws InterruptedException {
        try {
            questions.through(call, () -> inquiries.ask(call));
            if (!call.isJoined()) {
                call.hangUp();
                RestCall.Ending ending = call.ending().orElse(null);
                if (ending != null) {
                    end(call, ending);
                }
            }
        } finally {
            call.isAdopted();
        }
    }

    @Override
    public boolean isAsking(CallKey key) {
        RestCall call = live.get(key);
        return call != null && call.isBeingAdopted();
    }

    private static void lost(Adopted before, Consumer<CarrierEvent> told, String why) {
        told.accept(CarrierEvent.ended(before.plan().call(), before.at(), Outcome.LOST,
                new Cause(0, 0, why), Again.NO));
    }

    /** An end of which no word came is found all the same. */
    private void askInTime(RestCall call) {
        call.isAskedAboutAt(ports.timeline().wakeAt(ports.timeline().now().plus(ASKED_EVERY),
                () -> run(call, () -> {
                    questions.through(call, () -> inquiries.ask(call));
                    endIfWanted(call);
                    askInTime(call);
                })));
    }

    @Override
    public void hangUp(CallKey key) {
        RestCall call = live.get(key);
        if (call != null) {
            call.hangUp();
            endIfWanted(call);
        }
    }

    /** How many calls may be up. */
    public int live() {
        return live.size();
    }

    private void order(RestCall call) throws InterruptedException {
        CallPlan plan = call.order().plan();
        orders.through(call, () -> {
            if (call.begin()) {
                answered(call, api.place(call.order(),
                        () -> ports.timeline().nanos() - plan.placeByNanos() <= 0));
            }
        });
    }

    private void answered(RestCall call, RestApi.Posted posted) {
        switch (posted) {
            case RestApi.Accepted(RestAnswer answer) -> {
                call.hear(answer);
                endIfWanted(call);
                askInTime(call);
                keep(call, answer);
            }
            case RestApi.Refused(Outcome outcome, String words) -> call.refused(outcome, words);
            case RestApi.Unknown(String words) -> {
                LOG.warn("whether {} was placed is not known, and it is not placed again: {}",
                        call.order().plan().call(), words);
                askInTime(call); // once a callback has told what the carrier calls it
            }
        }
    }

    /** Last of all: nothing of the call waits for the database. */
    private void keep(RestCall call, RestAnswer answer) {
        answer.carrierId().ifPresent(id -> {
            try {
                ports.register().placed(call.order().plan().call(), id);
            } catch (RuntimeException e) {
                LOG.warn("what the carrier calls {} is not kept: {}", call.order().plan().call(),
                        e.getMessage());
            }
        });
    }

    private void endIfWanted(RestCall call) {
        call.ending().ifPresent(ending -> run(call, () -> end(call, ending)));
    }

    private void end(RestCall call, RestCall.Ending ending) throws InterruptedException {
        ends.through(call, () -> hangUps.end(call, ending));
        call.endingIsDone();
    }

    private void hear(CarrierWord word) {
        RestCall call = live.get(word.call());
        if (call != null) {
            call.hear(word);
            endIfWanted(call);
        } else if (word.leg() == Leg.CALLED && word.status().ends()) {
            ports.gone().over(word.call(), ports.timeline().now());
        }
    }

    /** False when this process ends: nothing is done. */
    private boolean run(RestCall call, Gates.Work work) {
        try {
            threads.execute(() -> {
                try {
                    work.run();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } catch (RuntimeException e) {
                    LOG.error("something went wrong with {}; its deadlines decide",
                            call.order().plan().call(),
                            e);
                }
            });
            return true;
        } catch (RejectedExecutionException e) {
            LOG.debug("{} is left as it is: this process ends", call.order().plan().call());
            return false;
        }
    }

    /** Leaves its calls as they are, for they are the carrier's, and asks nothing more. */
    @Override
    public void close() {
        reader.close();
        threads.shutdownNow();
        api.close();
        live.values().forEach(RestCall::forget);
        live.clear();
    }
}
