package dev.carillon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("smoke")
class ConfigTest {

    @Test
    void an_empty_environment_is_the_documented_defaults() {
        Config config = Config.from(Map.of());
        assertEquals("127.0.0.1", config.host());
        assertEquals(8080, config.port());
        assertTrue(config.dataDir().isAbsolute() && config.dataDir().endsWith("data"));
        assertEquals(30, config.drainSeconds());
        assertNull(config.databaseUrl());
        assertNull(config.firstKey());
    }

    @Test
    void every_variable_is_taken() {
        Config config = Config.from(Map.of("CARILLON_PORT", "9000", "CARILLON_HOST", "0.0.0.0",
                "CARILLON_DATA_DIR",
                "/srv/x", "CARILLON_DATABASE_URL", "jdbc:postgresql://db/x", "CARILLON_DRAIN_SECONDS", "0"));
        assertEquals(9000, config.port());
        assertEquals("0.0.0.0", config.host());
        assertEquals("/srv/x", config.dataDir().toString());
        assertEquals("jdbc:postgresql://db/x", config.databaseUrl());
        assertEquals(0, config.drainSeconds());
    }

    @ParameterizedTest
    @CsvSource({"CARILLON_PORT,http", "CARILLON_PORT,-1", "CARILLON_PORT,65536", "CARILLON_PORT,80.5",
            "CARILLON_DRAIN_SECONDS,long", "CARILLON_DATABASE_URL,postgres://db/x",
            "CARILLON_API_KEY,sk_alone",
            "CARILLON_API_SECRET,s3cr3t_alone"})
    void what_is_wrong_is_one_line_that_names_the_variable(String name, String value) {
        var problem = assertThrows(Config.Problem.class, () -> Config.from(Map.of(name, value)));
        String line = String.valueOf(problem.getMessage());
        assertTrue(line.contains(name) && !line.contains("\n"), line);
    }

    @Test
    void no_text_of_a_configuration_shows_the_secret() {
        Config config =
                Config.from(Map.of("CARILLON_API_KEY", "sk_visible", "CARILLON_API_SECRET", "s3cr3t_hidden"));
        assertFalse((config + " " + config.firstKey()).contains("s3cr3t_hidden"));
    }
}
