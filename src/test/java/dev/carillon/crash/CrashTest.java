package dev.carillon.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.carillon.Law;
import dev.carillon.Main;
import dev.carillon.base.Chance;

/**
 * The real server, killed ten times in the middle of thousands of calls. The seed of the moments is printed
 * and may be given again with {@code -Dcarillon.crash.seed=…}; {@code -Dcarillon.crash.rounds=…} makes it
 * longer.
 */
@Tag("crash")
class CrashTest {

    private static final int ROUNDS = Integer.getInteger("carillon.crash.rounds", 10);
    private static final int LEAST_ANSWERS = 500;
    private static final int LEAST_VALUES = 20;
    private static final int KILLS_OF_A_RUN = 3;
    private static final int MOST_RUNS = 4;

    @TempDir
    private Path directory;

    @Test
    @Law("Single dial")
    void ten_kills_in_the_middle_of_thousands_of_calls_break_no_law() {
        CrashRun.Result result = new CrashRun(Main.class, directory.resolve("data"), ROUNDS, seed()).run();
        System.out.println(
                "crash test: " + result.placed() + " calls placed, " + result.answers() + " lists read, "
                        + result.valuesOfSent() + " different values of sent");
        assertEquals(List.of(), result.breaches());
        assertTrue(result.answers() >= LEAST_ANSWERS, "lists read: " + result.answers());
        assertTrue(result.valuesOfSent() >= LEAST_VALUES, "values of sent: " + result.valuesOfSent());
    }

    @Test
    void an_attempt_that_is_made_after_its_call_is_found_out() {
        assertBroken(SabotagedMain.AttemptAfterCall.class, "Single dial");
    }

    @Test
    void a_counter_in_another_transaction_is_found_out() {
        assertBroken(SabotagedMain.CounterApart.class, "Ledger");
    }

    /** A kill finds out only what it meets: a double that was lucky with all of a run's is run again. */
    private void assertBroken(Class<?> main, String law) {
        var results = new ArrayList<CrashRun.Result>();
        boolean found = false;
        while (!found && results.size() < MOST_RUNS) {
            Path data = directory.resolve("data-" + results.size());
            results.add(new CrashRun(main, data, KILLS_OF_A_RUN, seed()).run());
            found = results.getLast().breaches().stream().anyMatch(b -> b.contains(law));
        }
        assertTrue(found, results::toString);
    }

    private static long seed() {
        long seed = Long.getLong("carillon.crash.seed", Chance.secure().nextLong());
        System.out.println("crash test: -Dcarillon.crash.seed=" + seed);
        return seed;
    }
}
