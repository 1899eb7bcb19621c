package dev.carillon.cli;

import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;

import dev.carillon.Config;
import dev.carillon.Node;
import dev.carillon.Parts;
import dev.carillon.Wiring;

/** {@code carillon serve}: a node for real use, until a signal ends it. */
@Command(name = "serve", mixinStandardHelpOptions = true, description = "Starts the server.", footer = {"",
        "Environment:",
        "  CARILLON_PORT           8080",
        "  CARILLON_HOST           127.0.0.1",
        "  CARILLON_DATA_DIR       ./data",
        "  CARILLON_DATABASE_URL   a JDBC address; without it PostgreSQL is embedded below"
                + " the data directory",
        "  CARILLON_API_KEY, CARILLON_API_SECRET   a first key, made if it is not there",
        "  CARILLON_DRAIN_SECONDS  30; how long live calls may go on when the server is stopped"})
final class ServeCommand implements Callable<Integer> {

    private final Map<String, String> environment;
    private final Parts parts;

    ServeCommand(Map<String, String> environment, Parts parts) {
        this.parts = parts;
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Config config = Config.from(environment);
        var stop = new Stop();
        PrintStream out = System.out;
        try (Node node = Wiring.start(config, parts, out::println)) {
            Welcome.print(out, node);
            stop.await();
            out.println("stopping; live calls get " + config.drainSeconds()
                    + " s (a second signal ends at once)");
        }
        out.println("stopped");
        return 0;
    }
}
