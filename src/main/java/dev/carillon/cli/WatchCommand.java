package dev.carillon.cli;

import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import dev.carillon.Node;
import dev.carillon.config.Config;

/**
 * {@code carillon watch}: the list of a running server as a live table, over the API like any other client.
 */
@Command(name = "watch", mixinStandardHelpOptions = true,
        description = "Shows the list of a running server as a live table, until Ctrl-C. It needs the key"
                + " and the secret that the first start printed.")
final class WatchCommand implements Callable<Integer> {

    private static final Duration TICK = Duration.ofSeconds(1);

    private final SettingFlags flags;

    @Option(names = "--url", paramLabel = "URL",
            description = "The server, where it is not that of --host and --port.")
    private @Nullable URI url;

    @Option(names = "--seconds", paramLabel = "N", description = "Ends by itself after N tables.")
    private int seconds;

    WatchCommand(SettingFlags flags) {
        this.flags = flags;
    }

    @Override
    public Integer call() {
        Config config = flags.config();
        Config.FirstKey key = config.firstKey();
        if (key == null) {
            throw new ApiClient.Failed(
                    "set api-key and api-secret to a key of the server (CARILLON_API_KEY,"
                            + " CARILLON_API_SECRET)");
        }
        URI server = url == null ? here(config.requests()) : url;
        var stop = new Stop();
        PrintStream out = System.out;
        try (var client = new ApiClient(server, key.key(), key.secret()); var screen = new Screen(out)) {
            int shown = 0;
            do {
                client.getUnlessBusy("/batch-call/list?limit=100").ifPresent(screen::show);
                shown++;
            } while ((seconds == 0 || shown < seconds) && !stop.within(TICK));
        }
        return 0;
    }

    private static URI here(Config.Requests requests) {
        return URI.create(Node.address(requests.host(), requests.port()));
    }
}
