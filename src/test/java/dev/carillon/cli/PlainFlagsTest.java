package dev.carillon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.carillon.Parts;
import dev.carillon.config.Config;
import dev.carillon.config.Settings;

class PlainFlagsTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "--port 8081", "--port=8081", "--host 0.0.0.0 --log.level=debug --role api",
            "--database-url jdbc:postgresql://h/d?user=u&password=a=b", "--data-dir=a/b",
            "--list.limit-when-omitted all", "--requests.connections=7 --drain-seconds 0"})
    void flags_with_values_are_read_as_picocli_reads_them(String words) {
        List<String> args = split(words);
        var plain = flags();
        assertTrue(plain.readPlainly(Settings.all(), args));
        assertEquals(byPicocli(args), plain.config());
    }

    @Test
    void the_file_of_settings_is_read_as_picocli_reads_it(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("my.properties"), "port = 8099\n");
        for (List<String> args : List.of(List.of("--config", file.toString()),
                List.of("--config=" + file, "--host=::"))) {
            var plain = flags();
            assertTrue(plain.readPlainly(Settings.all(), args));
            assertEquals(byPicocli(args), plain.config());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "--api", "--dial --port 8081", "--prot 8081", "8081", "--port",
            "--port=", "--port --host", "--port -1", "--port 8081 8082", "--port 8081 --port 8082", "@file",
            "--config a --config b", "--port @file", "--host \"a\""})
    void anything_else_is_left_to_picocli_whole(String words) {
        var plain = flags();
        assertFalse(plain.readPlainly(Settings.all(), split(words)));
        assertEquals(flags().config(), plain.config());
    }

    private static List<String> split(String words) {
        return words.isEmpty() ? List.of() : List.of(words.split(" "));
    }

    private static SettingFlags flags() {
        return new SettingFlags(Map.of());
    }

    private static Config byPicocli(List<String> args) {
        var flags = flags();
        flags.on(new ServeCommand(flags, Parts.real()), Settings.all())
                .parseArgs(args.toArray(String[]::new));
        return flags.config();
    }
}
