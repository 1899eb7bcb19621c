package dev.carillon.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import dev.carillon.base.LawBroken;
import dev.carillon.base.Stopwatch;
import dev.carillon.db.DataDirectory;
import dev.carillon.db.EmbeddedPostgres;
import dev.carillon.db.Migrations;
import dev.carillon.db.ServerSettings;
import dev.carillon.simulate.Simulation;

/** {@code carillon simulate}: worlds from seeds, in which every law is checked after every step. */
@Command(name = "simulate", mixinStandardHelpOptions = true,
        description = "Runs simulated worlds with faults and checks the laws after every step"
                + " (docs/simulator.md). Exit code 1: one is broken.")
final class SimulateCommand implements Callable<Integer> {

    private static final double NANOS = 1e9;

    private final SettingFlags flags;
    private final PrintStream out;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--seeds", paramLabel = "FROM..TO", defaultValue = "1..1000",
            description = "which worlds: a seed, or a first and a last one (default: ${DEFAULT-VALUE})")
    private String seeds = "";

    @Option(names = "--trace", description = "print every action")
    private boolean trace;

    @Option(names = "--ledger", paramLabel = "memory|postgres", defaultValue = "memory",
            description = "where the worlds are kept; postgres: in an embedded one, in the folder"
                    + " simulator of the data directory (default: ${DEFAULT-VALUE})")
    private String ledger = "";

    SimulateCommand(SettingFlags flags, PrintStream out) {
        this.flags = flags;
        this.out = out;
    }

    /** The first and the last seed. */
    private record Range(long from, long to) {
    }

    @Override
    public Integer call() {
        Range range = range();
        return switch (ledger) {
            case "memory" -> run(new Simulation(), range);
            case "postgres" -> onPostgres(range);
            default -> throw wrong("--ledger must be memory or postgres");
        };
    }

    private int onPostgres(Range range) {
        Path folder = flags.config().storage().folder().resolve("simulator");
        PrintStream progress = System.err;
        try (DataDirectory directory = DataDirectory.lock(folder);
                EmbeddedPostgres postgres = EmbeddedPostgres.open(directory, ServerSettings.small(),
                        progress::println)) {
            new Migrations(postgres.address()).run();
            try (var database = new SimulatedDatabaseSql(postgres.address())) {
                return run(new Simulation(database::world), range);
            }
        }
    }

    private int run(Simulation simulation, Range range) {
        var time = Stopwatch.started();
        for (long seed = range.from(); seed <= range.to(); seed++) {
            Simulation.Outcome outcome = simulation.run(seed, trace ? out::println : null);
            if (outcome.broken() != null) {
                tell(outcome, outcome.broken());
                return 1;
            }
        }
        long worlds = simulation.census().worlds();
        out.printf(Locale.ROOT, "%d worlds, every law holds; %.0f worlds a second%n", worlds,
                worlds * NANOS / Math.max(1, time.nanos()));
        simulation.census().lines().forEach(out::println);
        return 0;
    }

    private void tell(Simulation.Outcome outcome, LawBroken broken) {
        if (!trace) {
            outcome.trace().forEach(out::println);
        }
        out.println("seed " + outcome.seed() + " breaks a law: " + broken.getMessage());
        if (broken.getCause() != null) {
            broken.getCause().printStackTrace(out);
        }
        out.println("again: ./carillon simulate --seeds " + outcome.seed() + " --trace");
    }

    private Range range() {
        String[] ends = seeds.split("\\.\\.", -1);
        try {
            long from = Long.parseLong(ends[0]);
            long to = ends.length == 1 ? from : Long.parseLong(ends[1]);
            if (ends.length <= 2 && from <= to) {
                return new Range(from, to);
            }
        } catch (NumberFormatException e) {
            // It is told below.
        }
        throw wrong("--seeds must be a whole number or two with .. between them, the smaller first: 1..1000");
    }

    private ParameterException wrong(String what) {
        CommandSpec known = spec;
        if (known == null) {
            throw new IllegalStateException("not run by picocli");
        }
        return new ParameterException(known.commandLine(), what);
    }
}
