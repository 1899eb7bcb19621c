package dev.carillon.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

import dev.carillon.Node;
import dev.carillon.Parts;
import dev.carillon.Wiring;
import dev.carillon.config.Config;
import dev.carillon.http.HttpServer;
import dev.carillon.log.LogSetup;

/**
 * {@code carillon demo}: everything in a temporary place, five batches in the sandbox, the list as a live
 * table.
 */
@Command(name = "demo", mixinStandardHelpOptions = true,
        description = "Starts a server on a temporary database, "
                + "dials sample batches in the sandbox and shows them.")
final class DemoCommand implements Callable<Integer> {

    private static final Duration DRAIN = Duration.ofSeconds(2);
    private static final int PORTS = 100;
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final String LIST = "/batch-call/list?sort_by=created_at&sort_order=ascending";

    private static final List<String> MODES = List.of("fast", "accurate", "ultra_fast");

    private final SettingFlags flags;

    @Option(names = "--seconds", paramLabel = "N",
            description = "Ends by itself after N seconds (at least 1).")
    private int seconds;

    @Option(names = "--rehearse", hidden = true,
            description = "Asks for the list all the time, so that what the launcher keeps for later starts"
                    + " knows the way of a request, too.")
    private boolean rehearse;

    DemoCommand(SettingFlags flags) {
        this.flags = flags;
    }

    @Override
    public Integer call() throws IOException {
        PrintStream out = System.out;
        Config set = flags.config();
        LogSetup.apply(set.log());
        var stop = new Stop();
        Path directory = Files.createTempDirectory("carillon-demo-");
        try {
            int wished = set.requests().port();
            int port = freePort(set.requests().host(), wished);
            if (port != wished) {
                out.println("port " + wished + " is taken; using " + port);
            }
            Config config = set.temporary(port, directory, DRAIN);
            try (Node node = Wiring.start(config, Parts.real(), out::println)) {
                Welcome.print(out, node);
                show(node, stop, out);
                out.println("stopping");
            }
            if (rehearse) {
                // Later starts find a database that is there.
                Wiring.start(config, Parts.real(), out::println).close();
            }
        } finally {
            delete(directory);
        }
        return 0;
    }

    private void show(Node node, Stop stop, PrintStream out) {
        Instant end = seconds > 0 ? node.now().plusSeconds(seconds) : Instant.MAX;
        var key = node.newKey().orElseThrow();
        try (var client = new ApiClient(URI.create(node.address()), key.key(), key.secret());
                var screen = new Screen(out)) {
            dial(client, node.now());
            boolean told = false;
            do {
                Optional<JsonNode> data = client.getUnlessBusy(LIST);
                data.ifPresent(screen::show);
                if (!told && data.filter(LiveTable::allEnded).isPresent()) {
                    told = true;
                    screen.say(
                            "All batches have ended. The server stays up until Ctrl-C; try the curl above.");
                }
                if (rehearse) {
                    practise(client, node);
                }
            } while (node.now().isBefore(end) && !stop.within(rehearse ? Duration.ZERO : TICK));
        }
    }

    private static void practise(ApiClient client, Node node) {
        Instant enough = node.now().plus(TICK);
        while (node.now().isBefore(enough)) {
            for (String mode : MODES) {
                client.getUnlessBusy(LIST + "&performance_mode=" + mode);
            }
        }
    }

    private static void dial(ApiClient client, Instant now) {
        var sample = new DemoBatches();
        client.post("/batch-call", sample.running("Q1 sales campaign", 700));
        client.post("/batch-call", sample.running("Appointment reminders", 500));
        client.post("/batch-call", sample.running("Customer survey", 400));
        client.post("/batch-call", sample.running("Delivery windows", 250));
        client.post("/batch-call", sample.scheduled("Renewals (starts by itself)", 150, now.plusSeconds(10)));
    }

    /** The first free port from the given one on. */
    private static int freePort(String host, int first) {
        for (int port = first; port < Math.min(first + PORTS, 65_536); port++) {
            if (free(host, port)) {
                return port;
            }
        }
        throw new ApiClient.Failed("no port of " + host + " can be listened at, from " + first + " on");
    }

    private static boolean free(String host, int port) {
        try {
            HttpServer.tryPort(host, port);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.deleteIfExists(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
