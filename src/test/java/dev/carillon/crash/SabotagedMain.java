package dev.carillon.crash;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import dev.carillon.Parts;
import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.Patience;
import dev.carillon.base.Timeline;
import dev.carillon.call.CarrierEvent;
import dev.carillon.cli.CarillonCommand;
import dev.carillon.db.Database;
import dev.carillon.dial.AgentLine;
import dev.carillon.dial.CallPlan;
import dev.carillon.dial.Carrier;
import dev.carillon.dial.Claim;
import dev.carillon.dial.ClaimRequest;
import dev.carillon.dial.DialLedger;
import dev.carillon.dial.LedgerAround;
import dev.carillon.dial.Trunks;
import dev.carillon.dial.Usage;
import dev.carillon.dial.UsageKey;

/** Servers with one protection taken out each: the crash tests must notice. */
final class SabotagedMain {

    private static final Duration TROUBLE = Duration.ofMillis(60);

    private SabotagedMain() {
    }

    private static void run(Parts parts, String[] args) {
        System.exit(CarillonCommand.run(System.getenv(), parts, args));
    }

    /** Calls first, and makes the attempt durable afterwards. */
    static final class AttemptAfterCall {

        public static void main(String[] args) {
            var early = new EarlyCalls();
            run(new Parts((real, _) -> early.ledger(real), early::trunks, UnaryOperator.identity(),
                    UnaryOperator.identity()), args);
        }
    }

    /** Counts in a transaction of its own, a little later. */
    static final class CounterApart {

        public static void main(String[] args) {
            run(new Parts(CountedLater::ledger, UnaryOperator.identity(), UnaryOperator.identity(),
                    UnaryOperator.identity()), args);
        }
    }

    /** Places whatever is open, however late, and whoever's it has become meanwhile. */
    static final class NoPlaceBy {

        public static void main(String[] args) {
            run(new Parts((real, _) -> real, UnaryOperator.identity(), _ -> () -> true, StoppedWatch::new),
                    args);
        }
    }

    /** A monotonic clock that stands still: no moment of {@code place_by} ever passes. */
    record StoppedWatch(Timeline real) implements Timeline {

        @Override
        public Instant now() {
            return real.now();
        }

        @Override
        public long nanos() {
            return 0;
        }

        @Override
        public boolean trusted() {
            return real.trusted();
        }

        @Override
        public Wake wakeAt(Instant when, Runnable task) {
            return real.wakeAt(when, task);
        }
    }

    /** A claim of which one step is replaced. */
    private record Tampered(Claim real, Opening opening) implements Claim {

        interface Opening {
            void open(List<Decision> decisions, Map<UsageKey, Instant> freeAt);
        }

        @Override
        public List<Candidate> candidates() {
            return real.candidates();
        }

        @Override
        public Map<UsageKey, Usage> usage() {
            return real.usage();
        }

        @Override
        public @Nullable Instant sharedSince() {
            return real.sharedSince();
        }

        @Override
        public void open(List<Decision> decisions, Map<UsageKey, Instant> freeAt) {
            opening.open(decisions, freeAt);
        }

        @Override
        public void close() {
            real.close();
        }
    }

    /** Keeps what is told until somebody listens. */
    private static final class Relay implements Consumer<CarrierEvent> {

        private final Queue<CarrierEvent> kept = new ArrayDeque<>();
        private @Nullable Consumer<CarrierEvent> sink;

        @Override
        public synchronized void accept(CarrierEvent event) {
            if (sink == null) {
                kept.add(event);
            } else {
                sink.accept(event);
            }
        }

        synchronized void to(Consumer<CarrierEvent> told) {
            sink = told;
            kept.forEach(told);
        }
    }

    private static final class EarlyCalls {

        private final Map<CallKey, Relay> placed = new ConcurrentHashMap<>();
        private @Nullable Trunks trunks;

        Trunks trunks(Trunks real) {
            trunks = real;
            return trunk -> new Carrier() {
                @Override
                public void place(CallPlan plan, Consumer<CarrierEvent> told) {
                    Relay relay = placed.remove(plan.call());
                    if (relay != null) {
                        relay.to(told);
                    }
                }

                @Override
                public void hangUp(CallKey call) {
                    real.carrier(trunk).hangUp(call);
                }
            };
        }

        DialLedger ledger(DialLedger real) {
            return opening(real, claim -> (decisions, freeAt) -> {
                decisions.forEach(this::call);
                Patience.rest(TROUBLE);
                claim.open(decisions, freeAt);
            });
        }

        private void call(Claim.Decision decision) {
            if (decision instanceof Claim.Decision.Open open && trunks != null
                    && open.candidate().batch().trunk() != null) {
                var task = open.candidate().task();
                var relay = new Relay();
                placed.put(task.call(), relay);
                var plan = new CallPlan(task.call(), open.candidate().batch().trunk(),
                        open.candidate().batch().fromNumber(),
                        task.toNumber(), AgentLine.of(String.valueOf(task.agentId())), Long.MAX_VALUE,
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(5), Duration.ofHours(1));
                trunks.carrier(plan.trunk()).place(plan, relay);
            }
        }
    }

    private static final class CountedLater {

        static DialLedger ledger(DialLedger real, Database database) {
            return opening(real, claim -> (decisions, freeAt) -> {
                claim.open(decisions, freeAt);
                decisions.forEach(d -> count(database, d, -1));
                Patience.rest(TROUBLE);
                decisions.forEach(d -> count(database, d, 1));
            });
        }

        private static void count(Database database, Claim.Decision decision, int by) {
            var task = decision.candidate().task();
            if (decision instanceof Claim.Decision.Open && task.call().no() == 1) {
                database.transaction(
                        h -> h.execute("update batch_progress set sent = sent + ? where batch_id = ?", by,
                                task.call().batchId()));
            }
        }
    }

    private static DialLedger opening(DialLedger real, Function<Claim, Tampered.Opening> tampering) {
        return new TamperedLedger(real, tampering, real::takeOver);
    }

    /** The real ledger, but for how it takes over. */
    static DialLedger taking(DialLedger real, ToIntFunction<Instant> takeOver) {
        return new TamperedLedger(real, claim -> claim::open, takeOver);
    }

    /** The real ledger, but for how its claims are opened and how it takes over. */
    private static final class TamperedLedger extends LedgerAround {

        private final Function<Claim, Tampered.Opening> tampering;
        private final ToIntFunction<Instant> takingOver;

        TamperedLedger(DialLedger real, Function<Claim, Tampered.Opening> tampering,
                ToIntFunction<Instant> takingOver) {
            super(real);
            this.tampering = tampering;
            this.takingOver = takingOver;
        }

        @Override
        public Claim claim(ClaimRequest request) {
            Claim claim = real.claim(request);
            return new Tampered(claim, tampering.apply(claim));
        }

        @Override
        public int takeOver(Instant now) {
            return takingOver.applyAsInt(now);
        }
    }
}
