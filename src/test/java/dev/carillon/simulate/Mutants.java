package dev.carillon.simulate;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.Timeline;
import dev.carillon.call.CarrierEvent;
import dev.carillon.call.Outcome;
import dev.carillon.call.Reason;
import dev.carillon.call.Task;
import dev.carillon.dial.AttemptChange;
import dev.carillon.dial.CallPlan;
import dev.carillon.dial.Carrier;
import dev.carillon.dial.Claim;
import dev.carillon.dial.ClaimRequest;
import dev.carillon.dial.DialLedger;
import dev.carillon.dial.Lease;
import dev.carillon.dial.Look;
import dev.carillon.dial.Survey;
import dev.carillon.dial.Usage;
import dev.carillon.dial.UsageKey;

/** Nodes with one defect each. */
final class Mutants {

    private Mutants() {
    }

    /** Worlds whose tables are served by a ledger with a defect. */
    private static Fittings ledger(Function<Parts, DialLedger> make) {
        return new Fittings() {
            @Override
            public Store store() {
                return new MemoryStore() {
                    @Override
                    public DialLedger ledger(long node) {
                        return make.apply(new Parts(tables, node));
                    }
                };
            }
        };
    }

    private record Parts(Tables tables, long node) {
    }

    private static Fittings tampered(UnaryOperator<Task> task) {
        return wrapped(ledger -> new Tampered(ledger, task));
    }

    private static Fittings wrapped(UnaryOperator<DialLedger> wrap) {
        return new Fittings() {
            @Override
            public DialLedger ledger(DialLedger ledger) {
                return wrap.apply(ledger);
            }
        };
    }

    /** The counter is written after the rows that it counts, when nothing came between. */
    static Fittings counterOutside() {
        return ledger(parts -> new Defective(parts) {
            @Override
            MemoryRecord recording() {
                return new MemoryRecord(tables) {
                    @Override
                    void countPickedUp(BatchRow b) {
                        later.add(() -> b.pickedUp++);
                    }
                };
            }
        });
    }

    /** Who does not want to be called is not put on the list. */
    static Fittings deafToCallees() {
        return ledger(parts -> new Defective(parts) {
            @Override
            MemoryRecord recording() {
                return new MemoryRecord(tables) {
                    @Override
                    void suppress(Line line) {
                    }
                };
            }
        });
    }

    /** A memory ledger with things that it does at its next transaction. */
    private static class Defective extends MemoryLedger {

        final List<Runnable> later = new ArrayList<>();

        Defective(Parts parts) {
            super(parts.tables(), parts.node(), MemoryStore.LATEST_START);
        }

        @Override
        public int takeOver(Instant now) {
            later.forEach(Runnable::run);
            later.clear();
            return super.takeOver(now);
        }
    }

    static Fittings openedAfterTheCall() {
        return wrapped(ledger -> new Tampered(ledger, t -> t) {
            private final List<Runnable> later = new ArrayList<>();

            @Override
            public Claim claim(ClaimRequest request) {
                later.forEach(Runnable::run);
                later.clear();
                Claim claim = super.claim(request);
                return new Claim() {
                    @Override
                    public List<Candidate> candidates() {
                        return claim.candidates();
                    }

                    @Override
                    public Map<UsageKey, Usage> usage() {
                        return claim.usage();
                    }

                    @Override
                    public @Nullable Instant sharedSince() {
                        return claim.sharedSince();
                    }

                    @Override
                    public void open(List<Decision> decisions, Map<UsageKey, Instant> freeAt) {
                        if (decisions.stream().anyMatch(Decision.Open.class::isInstance)) {
                            later.add(() -> claim.open(decisions, freeAt));
                        } else {
                            claim.open(decisions, freeAt);
                        }
                    }

                    @Override
                    public void close() {
                        // It is open still.
                    }
                };
            }
        });
    }

    static Fittings noLease() {
        return new Fittings() {
            @Override
            public Lease lease(Lease lease) {
                return () -> true;
            }
        };
    }

    /** A monotonic clock that runs backwards: no moment is ever too late. */
    static Fittings noPlaceBy() {
        return new Fittings() {
            @Override
            public Timeline timeline(Timeline timeline) {
                return new Timeline() {
                    private long last;

                    @Override
                    public Instant now() {
                        return timeline.now();
                    }

                    @Override
                    public long nanos() {
                        last -= 100_000_000_000L;
                        return last;
                    }

                    @Override
                    public boolean trusted() {
                        return timeline.trusted();
                    }

                    @Override
                    public Wake wakeAt(Instant when, Runnable task) {
                        return timeline.wakeAt(when, task);
                    }
                };
            }

            @Override
            public Carrier carrier(Carrier carrier) {
                return new Carrier() {
                    @Override
                    public void place(CallPlan p,
                            Consumer<CarrierEvent> told) {
                        carrier.place(new CallPlan(p.call(), p.trunk(), p.fromNumber(),
                                p.toNumber(), p.agent(), Long.MAX_VALUE, p.ringTimeout(), p.agentSetup(),
                                p.longestCall(), p.placement()), told);
                    }

                    @Override
                    public void hangUp(CallKey call) {
                        carrier.hangUp(call);
                    }
                };
            }
        };
    }

    static Fittings operatorsZone() {
        ZoneId operator = ZoneId.of("Europe/Berlin");
        return tampered(t -> new Task(t.call(), t.callee(), t.spent(), t.budget(), t.agentId(), operator,
                t.notBefore(), t.pickedUp(), t.facts()));
    }

    static Fittings budgetPerRule() {
        return ledger(parts -> new Tampered(new MemoryLedger(parts.tables(), parts.node(),
                MemoryStore.LATEST_START) {
            @Override
            MemoryOpening opening(Instant now) {
                return new MemoryOpening(tables, node, now) {
                    @Override
                    void checkStart(Claim.Decision.Open open, Set<Line> lines) {
                        // Whatever was spent by another rule.
                    }
                };
            }
        }, t -> new Task(t.call(), t.callee(), 0, t.budget() + 1, t.agentId(), t.timezone(), t.notBefore(),
                t.pickedUp(), t.facts())));
    }

    static Fittings freedAtTakeOver() {
        return ledger(parts -> new Defective(parts) {
            @Override
            boolean freedAtTakeOver() {
                return true;
            }
        });
    }

    static Fittings noSuppression() {
        return tampered(t -> Tampered.facts(t,
                new Task.Facts(false, t.facts().busy(), t.facts().recentAttempts())));
    }

    static Fittings noCap() {
        return tampered(
                t -> Tampered.facts(t, new Task.Facts(t.facts().suppressed(), t.facts().busy(), 0)));
    }

    static Fittings manyLiveCalls() {
        return tampered(t -> Tampered.facts(t,
                new Task.Facts(t.facts().suppressed(), false, t.facts().recentAttempts())));
    }

    static Fittings hastyCursor() {
        return ledger(parts -> new Defective(parts) {
            @Override
            MemoryOpening opening(Instant now) {
                return new MemoryOpening(tables, node, now) {
                    @Override
                    void advance(MemoryClaim.Span span, int next) {
                        super.advance(span, span.high());
                    }
                };
            }
        });
    }

    static Fittings pacePerNode() {
        return wrapped(ledger -> new Tampered(ledger, t -> t) {
            private final Map<UsageKey, Instant> own = new HashMap<>();

            @Override
            Map<UsageKey, Usage> usage(Map<UsageKey, Usage> usage) {
                var shown = new HashMap<UsageKey, Usage>();
                usage.forEach((key, u) -> shown.put(key, new Usage(key, u.live(), u.maxLive(),
                        u.callsPerSecond(), u.burst(), own.getOrDefault(key, Instant.EPOCH),
                        u.leftToday())));
                return shown;
            }

            @Override
            Map<UsageKey, Instant> freeAt(Map<UsageKey, Instant> freeAt) {
                own.putAll(freeAt);
                return freeAt;
            }
        });
    }

    /** Each node thinks that it dials alone, so that a late start is none. */
    static Fittings othersNotSeen() {
        return wrapped(ledger -> new Tampered(ledger, t -> t) {
            @Override
            @Nullable Instant shared(@Nullable Instant since) {
                return null;
            }
        });
    }

    static Fittings noAgent() {
        return ledger(parts -> new Defective(parts) {
            @Override
            MemoryOpening opening(Instant now) {
                return new MemoryOpening(tables, node, now) {
                    @Override
                    List<UsageKey> limits(Claim.Decision.Open open) {
                        List<UsageKey> limits = super.limits(open);
                        limits.removeIf(key -> key.scope() == UsageKey.Scope.AGENT);
                        return limits;
                    }
                };
            }
        });
    }

    static Fittings noStopLoss() {
        return ledger(parts -> new Defective(parts) {
            @Override
            void stopLosses(Instant now) {
                // Nobody looks.
            }
        });
    }

    static Fittings backwards() {
        return ledger(parts -> new Defective(parts) {
            @Override
            MemoryRecord recording() {
                return new MemoryRecord(tables) {
                    @Override
                    boolean forward(AttemptRow a, AttemptChange change) {
                        return change.state() != a.state;
                    }
                };
            }
        });
    }

    /** Whoever records an end does not look at what the agent said. */
    static Fittings deafToAgents() {
        return ledger(parts -> new Defective(parts) {
            @Override
            MemoryRecord recording() {
                return new MemoryRecord(tables) {
                    @Override
                    boolean saidVoicemail(AttemptRow a) {
                        return false;
                    }
                };
            }
        });
    }

    /** A survey does not tell of single calls that are to be hung up. */
    static Fittings noHangUp() {
        return wrapped(ledger -> new Tampered(ledger, t -> t) {
            @Override
            public Survey survey(Instant now, Look look) {
                Survey survey = super.survey(now, look);
                return new Survey(survey.prospects(), survey.hangUp(), Set.of());
            }
        });
    }

    /** What is lost falls due again, whatever the rules say. */
    static Fittings triesLostAgain() {
        return ledger(parts -> new Tampered(
                new MemoryLedger(parts.tables(), parts.node(), MemoryStore.LATEST_START), t -> t) {
            @Override
            public List<AttemptChange> record(List<AttemptChange> changes) {
                return super.record(changes.stream().map(c -> again(c, parts.tables())).toList());
            }
        });
    }

    private static AttemptChange again(AttemptChange c, Tables tables) {
        AttemptChange.@Nullable End end = c.end();
        AttemptRow.Opening opening = Tables.present(tables.attempt(c.call())).opening;
        if (end == null || end.outcome() != Outcome.LOST || opening.spent() >= opening.budget()) {
            return c;
        }
        var next = new AttemptChange.Next.Again(end.at(), opening.spent(), Reason.RETRY_WAIT);
        return new AttemptChange(c.call(), c.organizationId(), c.fromNumber(), c.toNumber(), c.state(),
                c.ringingAt(), c.answeredAt(), c.joinedAt(),
                new AttemptChange.End(end.outcome(), end.note(), end.at(), next, true));
    }
}
