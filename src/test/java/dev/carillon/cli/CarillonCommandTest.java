package dev.carillon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.carillon.Parts;

@Tag("smoke")
class CarillonCommandTest {

    @ParameterizedTest
    @ValueSource(strings = {"serve", "demo", "watch", "doctor", "keys"})
    void every_command_explains_itself(String command) {
        assertEquals(0, run(Map.of(), command, "--help"));
    }

    @Test
    void a_command_that_is_not_there_is_a_wrong_use() {
        assertEquals(2, run(Map.of(), "dial"));
        assertEquals(2, run(Map.of()));
    }

    @Test
    void a_wrong_configuration_is_a_wrong_use() {
        assertEquals(2, run(Map.of("CARILLON_PORT", "http"), "serve"));
    }

    @Test
    void a_watch_without_a_key_or_a_server_fails() {
        assertEquals(1, run(Map.of(), "watch"));
        assertEquals(1,
                run(Map.of("CARILLON_API_KEY", "sk_x", "CARILLON_API_SECRET", "s3cr3t_x"), "watch", "--url",
                        "http://127.0.0.1:1"));
    }

    @Test
    void a_doctor_without_a_database_fails(@TempDir Path empty) {
        assertEquals(1, run(Map.of("CARILLON_DATA_DIR", empty.toString()), "doctor"));
    }

    private static int run(Map<String, String> environment, String... args) {
        return CarillonCommand.run(environment, Parts.real(), args);
    }
}
