package dev.carillon.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.event.Level;

@Tag("smoke")
class ConfigTest {

    private static final String SECRET = "s3cr3t_hidden";
    private static final String SEALING_KEY = "c3f2c3f2c3f2c3f2c3f2c3f2c3f2c3f2c3f2c3f2AAA=";

    @TempDir
    private Path folder;

    private static Config environment(Map<String, String> environment) {
        return Config.of(new Given(null, environment, Map.of()));
    }

    private static String problem(Given given) {
        String line = String.valueOf(assertThrows(Config.Problem.class, () -> Config.of(given)).getMessage());
        assertFalse(line.contains("\n") || line.contains(SECRET), line);
        return line;
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("some.properties"), text);
    }

    @Test
    void nothing_set_is_the_documented_defaults() {
        Config config = environment(Map.of());
        assertEquals(new Config.Requests("127.0.0.1", 8080, 512, 4, null), config.requests());
        assertTrue(config.storage().folder().isAbsolute() && config.storage().folder().endsWith("data"));
        assertNull(config.storage().database());
        assertNull(config.firstKey());
        assertFalse(config.list().allWhenLimitIsOmitted());
        assertEquals(new Config.Dialling(Duration.ofSeconds(30), Duration.ofHours(6), 20_000, 0),
                config.dialling());
        assertEquals(new Config.Log(Config.Format.TEXT, Level.INFO, Duration.ofSeconds(1)), config.log());
    }

    @Test
    void the_variables_of_the_first_release_are_taken_as_they_were() {
        Config config = environment(Map.of("CARILLON_PORT", "9000", "CARILLON_HOST", "0.0.0.0",
                "CARILLON_DATA_DIR", "/srv/x", "CARILLON_DATABASE_URL", "jdbc:postgresql://db/x",
                "CARILLON_DRAIN_SECONDS", "0", "CARILLON_API_KEY", "sk_x", "CARILLON_API_SECRET", SECRET,
                "CARILLON_JAVA_OPTS", "-Xmx1g", "PATH", "/bin"));
        assertEquals(9000, config.requests().port());
        assertEquals("0.0.0.0", config.requests().host());
        assertEquals("/srv/x", config.storage().folder().toString());
        assertEquals(new Config.OwnDatabase("jdbc:postgresql://db/x", "", ""), config.storage().database());
        assertEquals(Duration.ZERO, config.dialling().drain());
        assertEquals(new Config.FirstKey("sk_x", SECRET), config.firstKey());
    }

    @Test
    void a_flag_wins_over_the_environment_and_the_environment_over_the_file() throws IOException {
        Path file = file("""
                # a comment
                port = 1

                host=a
                list.limit-when-omitted =all
                """);
        Config config = Config.of(new Given(file, Map.of("CARILLON_PORT", "2", "CARILLON_HOST", "b"),
                Map.of("port", "3")));
        assertEquals(3, config.requests().port());
        assertEquals("b", config.requests().host());
        assertTrue(config.list().allWhenLimitIsOmitted());
    }

    @Test
    void what_is_blank_counts_as_not_set() throws IOException {
        Config config = Config.of(new Given(file("port = 7\nhost =\n"),
                Map.of("CARILLON_PORT", " ", "CARILLON_API_KEY", "", "CARILLON_API_SECRET", ""),
                Map.of("port", "")));
        assertEquals(7, config.requests().port());
        assertEquals("127.0.0.1", config.requests().host());
        assertNull(config.firstKey());
    }

    @Test
    void the_file_of_the_folder_is_the_usual_one() throws IOException {
        assertEquals(Optional.empty(), PropertiesFile.usual(folder));
        Path there = Files.writeString(folder.resolve("carillon.properties"), "");
        assertEquals(Optional.of(there), PropertiesFile.usual(folder));
    }

    @ParameterizedTest
    @MethodSource("everySetting")
    void every_setting_is_read_from_every_source(Setting<?> setting) throws IOException {
        String wrong = "\u0007 wrong";
        var both = new HashMap<>(Map.of("CARILLON_DATABASE_URL", "jdbc:postgresql://db/x",
                "CARILLON_API_KEY", "sk_x", "CARILLON_API_SECRET", "x"));
        both.put(setting.variable(), wrong);
        boolean path = Set.of("FOLDER", "FILE").contains(setting.kind().word());
        var flag = new Given(null, Map.of(), Map.of(setting.name(), path ? "\0" : wrong));
        assertTrue(problem(flag).startsWith(setting.name() + ", from the flag --" + setting.name()));
        if (!path) {
            assertTrue(problem(new Given(null, both, Map.of()))
                    .startsWith(setting.name() + ", from " + setting.variable() + " in the environment"));
            Path file = file("\n" + setting.name() + " = " + wrong);
            assertTrue(problem(new Given(file, Map.of(), Map.of()))
                    .startsWith(setting.name() + ", from line 2 of " + file));
        }
    }

    static List<Setting<?>> everySetting() {
        return Settings.all();
    }

    @ParameterizedTest
    @CsvSource({"CARILLON_PORT,http,a whole number from 0 to 65535", "CARILLON_PORT,-1,whole number",
            "CARILLON_PORT,65536,whole number", "CARILLON_PORT,80.5,whole number",
            "CARILLON_DRAIN_SECONDS,long,0 to 3600", "CARILLON_DATABASE_URL,postgres://db/x,jdbc:postgresql:",
            "CARILLON_LIST_LIMIT_WHEN_OMITTED,100,20 or all", "CARILLON_LOG_FORMAT,xml,text or json",
            "CARILLON_LOG_LEVEL,loud,error or warn or info or debug or trace",
            "CARILLON_DIAL_MAX_LIVE,0,from 1", "CARILLON_API_KEY,sk_alone,set both or neither",
            "CARILLON_API_SECRET," + SECRET + ",set both or neither",
            "CARILLON_DATABASE_PASSWORD," + SECRET + ",set database-url as well",
            "CARILLON_DATABASE_USER,me,set database-url as well",
            "CARILLON_REQUESTS_PER_KEY_PER_SECOND,-1,from 0 to 100000",
            "CARILLON_REQUESTS_PER_KEY_PER_SECOND,0.5,from 0 to 100000",
            "CARILLON_REQUESTS_PER_KEY_PER_SECOND,100001,from 0 to 100000",
            "CARILLON_REQUESTS_PER_KEY_BURST,100001,from 0 to 100000",
            "CARILLON_REQUESTS_PER_KEY_BURST,5,set requests.per-key-per-second as well",
            "CARILLON_SIP_PORT,-1,from 0 to 65535", "CARILLON_SIP_TLS_KEY,key.pem,set both or neither",
            "CARILLON_SIP_TLS_CERTIFICATE,chain.pem,set both or neither",
            "CARILLON_SECRETS_KEY," + SECRET + ",not allowed; allowed: 32 octets in base64",
            "CARILLON_SECRETS_KEY,AAAA,32 octets in base64: what openssl rand -base64 32 prints",
            "CARILLON_SECRETS_KEY_BEFORE," + SEALING_KEY + ",set secrets.key as well"})
    void what_is_wrong_is_one_line_that_names_where_it_stands_and_what_is_allowed(String name, String value,
            String allowed) {
        String line = problem(new Given(null, Map.of(name, value), Map.of()));
        assertTrue(line.contains(name) && line.contains(allowed), line);
    }

    @Test
    void a_key_sends_what_it_likes_unless_a_limit_is_set_and_at_once_as_much_as_in_a_second_or_as_is_set() {
        assertNull(environment(Map.of("CARILLON_REQUESTS_PER_KEY_PER_SECOND", "0",
                "CARILLON_REQUESTS_PER_KEY_BURST", "0")).requests().ofKey());
        assertEquals(new Config.KeyPace(50, 50),
                environment(Map.of("CARILLON_REQUESTS_PER_KEY_PER_SECOND", "50")).requests().ofKey());
        assertEquals(new Config.KeyPace(50, 200), environment(Map.of("CARILLON_REQUESTS_PER_KEY_PER_SECOND",
                "50", "CARILLON_REQUESTS_PER_KEY_BURST", "200")).requests().at(9).ofKey());
    }

    @Test
    void an_unknown_name_stops_the_start_with_the_nearest_known_one() throws IOException {
        Path file = file("host = x\nlist.limit-when-ommited = all");
        assertEquals("there is no setting list.limit-when-ommited (line 2 of " + file
                + "); did you mean list.limit-when-omitted?", problem(new Given(file, Map.of(), Map.of())));
        assertEquals("there is no setting CARILLON_PROT (the environment); did you mean CARILLON_PORT?",
                problem(new Given(null, Map.of("CARILLON_PROT", "1"), Map.of())));
        assertEquals("there is no setting colour (line 1 of " + file + ")",
                problem(new Given(file("colour = red"), Map.of(), Map.of())));
    }

    @Test
    void a_file_that_is_no_file_of_settings_is_named_with_its_line_and_not_quoted() throws IOException {
        Path file = file("port = 1\n" + SECRET);
        assertEquals("line 2 of " + file + " is not: name = value",
                problem(new Given(file, Map.of(), Map.of())));
        file("port = 1\nhost = x\nport = 2");
        assertEquals("port is set twice in " + file + ", in lines 1 and 3",
                problem(new Given(file, Map.of(), Map.of())));
        Files.write(file, new byte[]{'a', '=', (byte) 0xff});
        assertEquals(file + " is not UTF-8", problem(new Given(file, Map.of(), Map.of())));
        Path missing = folder.resolve("missing.properties");
        assertEquals(missing + " is not there", problem(new Given(missing, Map.of(), Map.of())));
    }

    @Test
    void no_text_of_a_configuration_shows_a_secret() {
        Config config = environment(Map.of("CARILLON_API_KEY", "sk_visible", "CARILLON_API_SECRET", SECRET,
                "CARILLON_DATABASE_URL", "jdbc:postgresql://db/x?password=" + SECRET,
                "CARILLON_DATABASE_PASSWORD", SECRET));
        assertNotNull(config.storage().database());
        assertFalse((config + " " + config.firstKey() + config.storage().database()).contains(SECRET));
        assertTrue(config.toString().contains("sk_visible"));
        String wrong = problem(
                new Given(null, Map.of("CARILLON_DATABASE_URL", "postgres://me:" + SECRET + "@db"),
                        Map.of()));
        assertTrue(wrong.contains("is not allowed; allowed: a JDBC address"), wrong);
    }

    @Test
    void sip_peers_are_listened_to_by_the_usual_ports_or_as_it_is_set() {
        assertEquals(new Config.Sip("0.0.0.0", 5060, 5061, null, null, 0), environment(Map.of()).sip());
        Config.Sip sip = environment(Map.of("CARILLON_SIP_HOST", "::1", "CARILLON_SIP_PORT", "0",
                "CARILLON_SIP_TLS_PORT", "5091", "CARILLON_SIP_TLS_CERTIFICATE", "/etc/chain.pem",
                "CARILLON_SIP_TLS_KEY", "/etc/key.pem", "CARILLON_SIP_PUBLIC_HOST", "calls.example.com",
                "CARILLON_SIP_PUBLIC_PORT", "5070")).sip();
        var files = new Config.Certificate(Path.of("/etc/chain.pem"), Path.of("/etc/key.pem"));
        assertEquals(new Config.Sip("::1", 0, 5091, files, "calls.example.com", 5070), sip);
    }

    @Test
    void secrets_are_sealed_with_a_key_that_is_set_and_no_text_shows_it() {
        assertNull(environment(Map.of()).secrets().key());
        Config config = environment(
                Map.of("CARILLON_SECRETS_KEY", SEALING_KEY, "CARILLON_SECRETS_KEY_BEFORE", SEALING_KEY));
        assertEquals(new Config.SealingKeys(SEALING_KEY, SEALING_KEY), config.secrets());
        assertFalse((config + " " + config.secrets()).contains(SEALING_KEY));
    }

    @Test
    void a_temporary_server_has_a_database_and_a_key_of_its_own() {
        Config config = environment(Map.of("CARILLON_API_KEY", "sk_x", "CARILLON_API_SECRET", "x",
                "CARILLON_DATABASE_URL", "jdbc:postgresql://db/x", "CARILLON_HOST", "::1"))
                .temporary(9, folder, Duration.ofSeconds(2));
        assertEquals(new Config.Storage(folder, null), config.storage());
        assertNull(config.firstKey());
        assertEquals(new Config.Requests("::1", 9, 512, 4, null), config.requests());
        assertEquals(Duration.ofSeconds(2), config.dialling().drain());
    }

    @Test
    void no_two_settings_share_a_name_in_any_source_and_every_default_is_allowed() {
        var variables = new HashSet<String>();
        for (Setting<?> setting : Settings.all()) {
            assertTrue(setting.name().matches("[a-z]+([.-][a-z]+)*"), setting.name());
            assertTrue(variables.add(setting.variable()), setting.variable());
            assertTrue(setting.line().endsWith(".") && !setting.line().contains("\n"), setting.line());
            assertTrue(setting.otherwise().isEmpty()
                    || setting.kind().reading().apply(setting.otherwise()).isPresent(), setting.name());
        }
    }

    @Test
    void the_page_of_the_docs_is_the_tree() throws IOException {
        assertEquals(ConfigurationPage.text(),
                Files.readString(Path.of("docs/configuration.md"), StandardCharsets.UTF_8),
                "print it anew: ./carillon config > docs/configuration.md");
    }
}
