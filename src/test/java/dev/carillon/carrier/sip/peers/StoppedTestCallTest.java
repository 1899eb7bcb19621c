package dev.carillon.carrier.sip.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.carillon.Main;
import dev.carillon.base.Patience;
import dev.carillon.db.DatabaseAddress;
import dev.carillon.db.TestPostgres;

/**
 * {@code carillon trunk test} as an operator has it, who ends it: by SIGTERM, for SIGINT may be ignored here.
 */
@Tag("database")
@Needs({Tool.SIPP})
class StoppedTestCallTest {

    private static final Duration MOST = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final DatabaseAddress database = TestPostgres.database();
    private final Map<String, String> environment = Map.of("CARILLON_DATABASE_URL", database.url(),
            "CARILLON_DATABASE_USER", database.user(), "CARILLON_DATABASE_PASSWORD", database.password());

    private Process testCall(String trunk, Path output) throws IOException {
        var builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                Main.class.getName(), "trunk", "test", "--trunk", trunk, "--agent", ServedTrunk.AGENT,
                "--from",
                Rig.CALLER, "--to", Rig.CALLED)).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        builder.environment().put("CARILLON_SIP_HOST", "127.0.0.1");
        builder.environment().put("CARILLON_DATA_DIR", folder.resolve("data").toString());
        return builder.start();
    }

    @Test
    void a_signal_hangs_up_before_it_ends() throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        try (var carrier = Sipp.called(Script.of("carrier/answers.xml").with("direction", "inactive"),
                folder);
                var agent = Sipp.called(Script.of("agent/answers.xml"), folder);
                var served = new ServedTrunk(environment, carrier, agent, "")) {
            Process call = testCall(served.id(), output);
            try {
                assertTrue(Patience.until(MOST, () -> said(output).contains("── joined") || !call.isAlive()));
                new ProcessBuilder("kill", "-TERM", Long.toString(call.pid())).start().waitFor();
                assertTrue(Patience.until(MOST, () -> !call.isAlive()), () -> said(output));
                assertTrue(said(output).contains("ended: cancelled"), () -> said(output));
                assertEquals(1, call.exitValue());
                carrier.assertPlayed(MOST);
                agent.assertPlayed(MOST);
            } finally {
                call.destroyForcibly();
            }
        }
    }

    private static String said(Path output) {
        try {
            return Files.exists(output) ? Files.readString(output) : "";
        } catch (IOException e) {
            return e.toString();
        }
    }
}
