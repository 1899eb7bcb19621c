package dev.carillon.simulate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.Again;
import dev.carillon.call.CarrierEvent;
import dev.carillon.call.CarrierEvent.Kind;
import dev.carillon.call.Outcome;
import dev.carillon.dial.CallPlan;
import dev.carillon.dial.Carrier;
import dev.carillon.dial.DialLedger;
import dev.carillon.dial.LedgerAround;
import dev.carillon.dial.Placement;

/** Nodes that place attempts over other trunks wrongly. */
final class PlacementMutants {

    private PlacementMutants() {
    }

    /** What is chosen is not written before the carrier is told. */
    static Fittings notDurable() {
        return new Fittings() {
            @Override
            public DialLedger ledger(DialLedger ledger) {
                return new LedgerAround(ledger) {
                    @Override
                    public List<Placement> placeElsewhere(List<Placement.Failed> failed, Set<Long> resting,
                            Instant now, Placement.Chooser chooser) {
                        var chosen = new ArrayList<Placement>();
                        real.placeElsewhere(failed, resting, now, ways -> {
                            chosen.addAll(chooser.choose(ways).placements());
                            return new Placement.Chosen(List.of(), Map.of());
                        });
                        return chosen;
                    }
                };
            }
        };
    }

    /** What has rung is placed again as if it had not. */
    static Fittings afterRinging() {
        return new Fittings() {
            @Override
            public Carrier carrier(Carrier carrier) {
                return new Carrier() {
                    @Override
                    public void place(CallPlan plan, Consumer<CarrierEvent> told) {
                        carrier.place(plan, event -> forgetful(event, told));
                    }

                    @Override
                    public void hangUp(CallKey call) {
                        carrier.hangUp(call);
                    }
                };
            }
        };
    }

    private static void forgetful(CarrierEvent event, Consumer<CarrierEvent> told) {
        if (event.kind() == Kind.ENDED) {
            told.accept(event.outcome() == Outcome.NOT_PLACED
                    ? event
                    : CarrierEvent.ended(event.call(), event.at(), Outcome.CONGESTION, null,
                            Again.OTHER_TRUNK));
        }
    }
}
