package dev.carillon.cli;

import java.io.PrintStream;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import dev.carillon.Node;
import dev.carillon.Parts;
import dev.carillon.Wiring;
import dev.carillon.config.Config;
import dev.carillon.log.LogSetup;

/** {@code carillon serve}: a node for real use, until a signal ends it. */
@Command(name = "serve", mixinStandardHelpOptions = true, description = "Starts the server.",
        footer = {"",
                "Each flag can stand in the environment or in the file as well: docs/configuration.md."})
final class ServeCommand implements Callable<Integer> {

    @Option(names = "--api", description = "The same as --role api; with --dial: both.")
    private boolean api;

    @Option(names = "--dial", description = "The same as --role dial; with --api: both.")
    private boolean dial;

    private final SettingFlags flags;
    private final Parts parts;

    ServeCommand(SettingFlags flags, Parts parts) {
        this.parts = parts;
        this.flags = flags;
    }

    @Override
    public Integer call() {
        if (api != dial) {
            flags.otherwise("role", api ? "api" : "dial");
        }
        Config config = flags.config();
        LogSetup.apply(config.log());
        var stop = new Stop();
        PrintStream out = System.out;
        try (Node node = Wiring.start(config, parts, out::println)) {
            Welcome.print(out, node);
            stop.await();
            out.println("stopping; live calls get " + config.dialling().drain().toSeconds()
                    + " s (a second signal ends at once)");
        }
        out.println("stopped");
        return 0;
    }
}
