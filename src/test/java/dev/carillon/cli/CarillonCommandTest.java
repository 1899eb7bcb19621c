package dev.carillon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.carillon.Node;
import dev.carillon.Parts;
import dev.carillon.config.ConfigurationPage;
import dev.carillon.config.Setting;
import dev.carillon.config.Settings;

@Tag("smoke")
class CarillonCommandTest {

    private static final Map<String, String> KEY =
            Map.of("CARILLON_API_KEY", "sk_x", "CARILLON_API_SECRET", "s3cr3t_x");

    @ParameterizedTest
    @ValueSource(strings = {"serve", "demo", "watch", "doctor", "keys", "trunk", "config", "simulate"})
    void every_command_explains_itself(String command) {
        assertEquals(0, run(Map.of(), command, "--help"));
    }

    @Test
    void a_command_that_is_not_there_is_a_wrong_use() {
        assertEquals(2, run(Map.of(), "dial"));
        assertEquals(2, run(Map.of()));
    }

    @Test
    void the_simulator_runs_a_world_and_refuses_seeds_that_are_none() {
        assertEquals(0, run(Map.of(), "simulate", "--seeds", "5"));
        assertEquals(2, run(Map.of(), "simulate", "--seeds", "9..5"));
        assertEquals(2, run(Map.of(), "simulate", "--seeds", "many"));
        assertEquals(2, run(Map.of(), "simulate", "--ledger", "paper"));
    }

    @Test
    void a_wrong_configuration_is_a_wrong_use() {
        assertEquals(2, run(Map.of("CARILLON_PORT", "http"), "serve"));
    }

    @Test
    void a_start_on_a_port_that_is_taken_is_refused_before_it_makes_anything(@TempDir Path data)
            throws IOException {
        try (var other = new Answering(200, "")) {
            int port = URI.create(other.address()).getPort();
            var environment = Map.of("CARILLON_DATA_DIR", data.toString(), "CARILLON_PORT",
                    Integer.toString(port));
            String words = told(environment, "serve");
            assertTrue(words.startsWith("carillon: nothing can listen at 127.0.0.1:" + port), words);
            assertEquals(1, words.lines().count(), words);
            assertFalse(Files.exists(data.resolve("postgres")));
        }
    }

    @Test
    void a_watch_without_a_key_or_a_server_fails() {
        assertEquals(1, run(Map.of(), "watch"));
        assertEquals(1,
                run(KEY, "watch", "--url", "http://127.0.0.1:1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "[1]", ""})
    void a_watch_of_something_else_is_one_line(String body) throws IOException {
        try (var other = new Answering(200, body)) {
            assertOneLine(other.address());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:8080", "nowhere", "ftp://127.0.0.1"})
    void a_watch_of_no_address_is_one_line(String url) {
        assertOneLine(url);
    }

    private static void assertOneLine(String url) {
        String told = told(KEY, "watch", "--seconds", "1", "--url", url);
        assertTrue(told.startsWith("carillon: "), told);
        assertEquals(1, told.lines().count(), told);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void a_watch_goes_on_after_a_bad_moment(int status) throws IOException {
        try (var busy = new Answering(status, "busy")) {
            assertEquals(0, run(KEY, "watch", "--seconds", "2", "--url", busy.address()));
        }
    }

    /** A server that answers everything alike. */
    private static final class Answering implements AutoCloseable {

        private final HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

        Answering(int status, String body) throws IOException {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            server.createContext("/", exchange -> {
                try (exchange) {
                    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
                    exchange.getResponseBody().write(bytes);
                }
            });
            server.start();
        }

        String address() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1,http://127.0.0.1:80", "0.0.0.0,http://127.0.0.1:80", "::1,http://[::1]:80",
            "::,http://[::1]:80", "[::1],http://[::1]:80", "a.example,http://a.example:80"})
    void an_address_is_one_that_clients_can_use(String host, String expected) {
        assertEquals(expected, Node.address(host, 80));
        assertEquals(80, URI.create(expected).getPort());
    }

    @Test
    void a_doctor_without_a_database_fails(@TempDir Path empty) {
        assertEquals(1, run(Map.of("CARILLON_DATA_DIR", empty.toString()), "doctor"));
    }

    @Test
    void the_help_of_serve_lists_every_setting() {
        String help = told(Map.of(), "serve", "--help");
        for (Setting<?> setting : Settings.all()) {
            assertTrue(help.contains(setting.flag() + "=") && help.contains(setting.variable()),
                    setting.name() + " in " + help);
        }
        assertTrue(help.contains("--config=FILE"), help);
    }

    @Test
    void config_prints_the_page_of_the_docs() {
        assertEquals(ConfigurationPage.text(), told(Map.of(), "config"));
    }

    @ParameterizedTest
    @CsvSource({"serve --prot 8081,there is no flag --prot; did you mean --port?",
            "serve --api-secrett=s3cr3t_x,there is no flag --api-secrett; did you mean --api-secret?",
            "serve --api-secret a s3cr3t_x,an argument is too many",
            "watch --data-dir x,there is no flag --data-dir", "serve --port,--port",
            "serve --api-secret s3cr3t_x --api-secret s3cr3t_x,--api-secret",
            "srve,there is no command srve; did you mean serve?",
            "serve --port http,'port, from the flag --port, is'",
            "doctor --config /missing.properties,/missing.properties is not there"})
    void a_wrong_flag_is_one_line_without_its_value(String command, String expected) {
        assertEquals(2, run(Map.of(), command.split(" ")));
        String told = told(Map.of(), command.split(" "));
        assertTrue(told.startsWith("carillon: ") && told.contains(expected), told);
        assertEquals(1, told.lines().count(), told);
        assertFalse(told.contains("s3cr3t_x"), told);
    }

    @Test
    void a_flag_wins_over_the_environment() {
        assertTrue(told(Map.of("CARILLON_PORT", "x"), "serve", "--port", "y").contains("flag --port"));
    }

    /** Everything that a command prints. */
    private static String told(Map<String, String> environment, String... args) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        var text = new ByteArrayOutputStream();
        try (var both = new PrintStream(text, true, StandardCharsets.UTF_8)) {
            System.setOut(both);
            System.setErr(both);
            run(environment, args);
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    private static int run(Map<String, String> environment, String... args) {
        return CarillonCommand.run(environment, Parts.real(), args);
    }
}
