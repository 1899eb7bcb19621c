package dev.carillon.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

import dev.carillon.Law;
import dev.carillon.base.Patience;
import dev.carillon.crash.ServerProcess.Program;
import dev.carillon.db.DatabaseAddress;
import dev.carillon.db.TestPostgres;

/**
 * Two nodes whose wall clocks are wrong, one an hour ahead and one an hour behind: what they do follows the
 * database's time. Needs the program {@code faketime}.
 */
@Tag("crash")
class WrongClockTest {

    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);
    private static final DateTimeFormatter TIME_OF_DAY =
            DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneOffset.UTC);
    private static final int EACH = 60;
    private static final double CALLS_PER_SECOND = 40;

    @TempDir
    private Path directory;

    @Test
    @Law("Window")
    void nodes_with_wrong_clocks_start_batches_keep_quiet_hours_and_hold_leases_by_the_databases_time() {
        assumeTrue(installed(), "there is no faketime");
        DatabaseAddress address = TestPostgres.database();
        try (var carrier = new OutsideCarrier(1);
                var ahead = node("ahead", "+1h", address, carrier);
                var behind = node("behind", "-1h", address, carrier);
                var world = new World(address)) {
            ahead.start();
            behind.start();
            Instant now = databaseTime(world);
            ahead.post("/batch-call", quiet("quiet now", 0, now.minus(HALF_AN_HOUR)));
            behind.post("/batch-call", quiet("quiet in half an hour", 1, now.plus(HALF_AN_HOUR)));
            behind.post("/batch-call", quiet("quiet half an hour ago", 2,
                    now.minus(HALF_AN_HOUR.multipliedBy(3))));
            // Whatever its own clock says, a node refuses a time that is over by the database's.
            Instant start = databaseTime(world).plusSeconds(20);
            ahead.post("/batch-call", scheduled("by the one ahead", 3, start));
            behind.post("/batch-call", scheduled("by the one behind", 4, start));
            world.hurry(CALLS_PER_SECOND);
            await(carrier, "all but the first end", () -> world.running() == 1);
            assertBegan(world, "by the one ahead", start);
            assertBegan(world, "by the one behind", start);
            assertEquals(List.of(), world.rows("""
                    select name from batch_call b join attempt using (batch_id) where name = 'quiet now'"""));
            assertEquals(4 * EACH, carrier.witness().count());
            assertEquals(List.of(), carrier.witness().breaches());
            assertEquals(List.of(), world.rows("select 1 as x from attempt where outcome = 'lost'"));
            assertEquals(List.of("ahead", "behind"), carrier.witness().starts().stream().map(Dialled::node)
                    .distinct().sorted().toList());
        }
    }

    private static boolean installed() {
        return List.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)).stream()
                .anyMatch(folder -> Path.of(folder, "faketime").toFile().canExecute());
    }

    /** Monotonic clocks stay as they are: no wrong wall clock moves them. */
    private ServerProcess node(String name, String shift, DatabaseAddress address, OutsideCarrier carrier) {
        return new ServerProcess(
                new Program(OutsideMain.class, List.of("faketime", "-f", shift), List.of("serve")),
                directory.resolve(name), CrashRun.freePort(),
                Map.of("CARILLON_DATABASE_URL",
                        address.url() + "?user=" + address.user() + "&password=" + address.password(),
                        OutsideMain.PORT, Integer.toString(carrier.port()), OutsideMain.NODE, name,
                        "FAKETIME_DONT_FAKE_MONOTONIC", "1", "FAKETIME_FORCE_MONOTONIC_FIX", "0"));
    }

    private static Instant databaseTime(World world) {
        return Instant.ofEpochMilli(world
                .rows("select (extract(epoch from clock_timestamp()) * 1000)::bigint as now").getFirst()
                .number("now"));
    }

    /** For an hour from then on. */
    private static ObjectNode quiet(String name, int place, Instant from) {
        ObjectNode batch = World.batch(name, place * EACH, EACH, 1);
        batch.putObject("quiet_hours").put("enabled", true).put("timezone", "UTC")
                .put("start_time", TIME_OF_DAY.format(from))
                .put("end_time", TIME_OF_DAY.format(from.plus(HALF_AN_HOUR.multipliedBy(2))));
        return batch;
    }

    private static ObjectNode scheduled(String name, int place, Instant start) {
        return World.batch(name, place * EACH, EACH, 1).put("status", "scheduled").put("trigger_timestamp",
                start.toString());
    }

    private static void assertBegan(World world, String batch, Instant start) {
        Instant first = Instant.ofEpochMilli(world
                .rows("""
                        select b.name, min((extract(epoch from a.place_at) * 1000)::bigint) as first
                        from attempt a join batch_call b using (batch_id) group by b.name""")
                .stream().filter(row -> row.text("name").equals(batch)).findFirst().orElseThrow()
                .number("first"));
        assertTrue(!first.isBefore(start.truncatedTo(ChronoUnit.SECONDS))
                && first.isBefore(start.plus(HALF_AN_HOUR)), batch + " began at " + first);
    }

    private static void await(OutsideCarrier carrier, String what, BooleanSupplier condition) {
        assertTrue(Patience.until(LONGEST, condition),
                () -> what + ": not after " + carrier.witness().count() + " calls");
    }
}
