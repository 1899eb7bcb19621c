package dev.carillon.cli;

import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import dev.carillon.Config;

/**
 * {@code carillon watch}: the list of a running server as a live table, over the API like any other client.
 */
@Command(name = "watch", mixinStandardHelpOptions = true,
        description = "Shows the list of a running server as a live table, until Ctrl-C.", footer = {
                "",
                "Environment: CARILLON_API_KEY and CARILLON_API_SECRET, the pair"
                        + " that the first start printed."})
final class WatchCommand implements Callable<Integer> {

    private static final Duration TICK = Duration.ofSeconds(1);

    private final Map<String, String> environment;

    @Option(names = "--url", paramLabel = "URL",
            description = "The server (default: this machine, CARILLON_PORT).")
    private @Nullable URI url;

    @Option(names = "--seconds", paramLabel = "N", description = "Ends by itself after N tables.")
    private int seconds;

    WatchCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Config config = Config.from(environment);
        Config.FirstKey key = config.firstKey();
        if (key == null) {
            throw new ApiClient.Failed("set CARILLON_API_KEY and CARILLON_API_SECRET to a key of the server");
        }
        URI server = url == null ? URI.create("http://" + config.host() + ":" + config.port()) : url;
        var stop = new Stop();
        PrintStream out = System.out;
        try (var client = new ApiClient(server, key.key(), key.secret()); var screen = new Screen(out)) {
            int shown = 0;
            do {
                screen.show(client.get("/batch-call/list?limit=100"));
                shown++;
            } while ((seconds == 0 || shown < seconds) && !stop.within(TICK));
        }
        return 0;
    }
}
