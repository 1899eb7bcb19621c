package dev.carillon.simulate;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.carillon.base.LawBroken;

/** The simulator sees each of these defects, and names the law. */
class MutationsTest {

    /** A defect, the law that it breaks, and within how many worlds that must be seen. */
    record Mutation(String name, Supplier<Fittings> fittings, String law, int seeds) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Mutation> mutations() {
        return Stream.of(
                new Mutation("counter outside the transaction", Mutants::counterOutside, "Ledger", 40),
                new Mutation("attempt opened after the call", Mutants::openedAfterTheCall, "Single dial", 10),
                new Mutation("lease not checked", Mutants::noLease, "Single dial", 300),
                new Mutation("place by ignored", Mutants::noPlaceBy, "Single dial", 300),
                new Mutation("window in the operators zone", Mutants::operatorsZone, "Window", 60),
                new Mutation("budget per rule", Mutants::budgetPerRule, "Budget", 60),
                new Mutation("slots freed at take over", Mutants::freedAtTakeOver, "Capacity|Single dial",
                        600),
                new Mutation("slots freed at restart", RestartMutants::freedAtRestart,
                        "Capacity|Single dial", 600),
                new Mutation("do not call ignored", Mutants::noSuppression, "Suppression", 60),
                new Mutation("cap ignored", Mutants::noCap, "Suppression", 60),
                new Mutation("one live call ignored", Mutants::manyLiveCalls, "Single dial|Capacity", 60),
                new Mutation("cursor passes undecided tasks", Mutants::hastyCursor, "Explained", 20),
                new Mutation("pace per node", Mutants::pacePerNode, "Capacity", 60),
                new Mutation("others not seen", Mutants::othersNotSeen, "Capacity", 600),
                new Mutation("agent not reserved", Mutants::noAgent, "Answered", 10),
                new Mutation("stop loss ignored", Mutants::noStopLoss, "Obedience", 100),
                new Mutation("late events go backwards", Mutants::backwards,
                        "Ledger|Acknowledged is durable|Explained", 100),
                new Mutation("lost calls are tried again", Mutants::triesLostAgain, "Single dial", 200),
                new Mutation("agents are not heard", Mutants::deafToAgents, "Acknowledged is durable", 60),
                new Mutation("callees are not heard", Mutants::deafToCallees, "Suppression", 60),
                new Mutation("another trunk is told first", PlacementMutants::notDurable, "Single dial", 100),
                new Mutation("another trunk after ringing", PlacementMutants::afterRinging,
                        "Single dial|Acknowledged is durable", 100),
                new Mutation("one call is not hung up", Mutants::noHangUp, "Obedience", 60));
    }

    @ParameterizedTest
    @MethodSource("mutations")
    void a_defect_is_seen_within_so_many_worlds(Mutation mutation) {
        String seen = "nothing";
        for (long seed = 1; seed <= mutation.seeds && seen.equals("nothing"); seed++) {
            LawBroken broken = new Simulation(mutation.fittings.get()).run(seed).broken();
            seen = broken == null ? seen : String.valueOf(broken.getMessage()).replaceFirst(":.*", "");
        }
        assertTrue(List.of(mutation.law.split("[|]")).contains(seen), mutation + " broke: " + seen);
    }
}
