package dev.carillon.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.Supplier;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.carillon.base.LawBroken;

/** The simulator sees each of these defects, and names the law. */
class MutationsTest {

    /** A defect, the law that it breaks, and within how many worlds that must be seen. */
    enum Mutation {
        COUNTER_OUTSIDE_THE_TRANSACTION(Mutants::counterOutside, "Ledger", 40),
        ATTEMPT_OPENED_AFTER_THE_CALL(Mutants::openedAfterTheCall, "Single dial", 10),
        LEASE_NOT_CHECKED(Mutants::noLease, "Single dial", 300),
        PLACE_BY_IGNORED(Mutants::noPlaceBy, "Single dial", 300),
        WINDOW_IN_THE_OPERATORS_ZONE(Mutants::operatorsZone, "Window", 60),
        BUDGET_PER_RULE(Mutants::budgetPerRule, "Budget", 60),
        SLOTS_FREED_AT_TAKE_OVER(Mutants::freedAtTakeOver, "Capacity|Single dial", 600),
        DO_NOT_CALL_IGNORED(Mutants::noSuppression, "Suppression", 60),
        CAP_IGNORED(Mutants::noCap, "Suppression", 60),
        ONE_LIVE_CALL_IGNORED(Mutants::manyLiveCalls, "Single dial|Capacity", 60),
        CURSOR_PASSES_UNDECIDED_TASKS(Mutants::hastyCursor, "Explained", 20),
        PACE_PER_NODE(Mutants::pacePerNode, "Capacity", 60),
        AGENT_NOT_RESERVED(Mutants::noAgent, "Answered", 10),
        STOP_LOSS_IGNORED(Mutants::noStopLoss, "Obedience", 100),
        LATE_EVENTS_GO_BACKWARDS(Mutants::backwards, "Ledger|Acknowledged is durable", 100),
        LOST_CALLS_ARE_TRIED_AGAIN(Mutants::triesLostAgain, "Single dial", 200);

        private final Supplier<Fittings> fittings;
        private final String law;
        private final int seeds;

        Mutation(Supplier<Fittings> fittings, String law, int seeds) {
            this.fittings = fittings;
            this.law = law;
            this.seeds = seeds;
        }
    }

    @ParameterizedTest
    @EnumSource(Mutation.class)
    void a_defect_is_seen_within_so_many_worlds(Mutation mutation) {
        String seen = "nothing";
        for (long seed = 1; seed <= mutation.seeds && seen.equals("nothing"); seed++) {
            LawBroken broken = new Simulation(mutation.fittings.get()).run(seed).broken();
            seen = broken == null ? seen : String.valueOf(broken.getMessage()).replaceFirst(":.*", "");
        }
        assertEquals(mutation.law, mutation.law.contains(seen) ? mutation.law : seen);
    }
}
