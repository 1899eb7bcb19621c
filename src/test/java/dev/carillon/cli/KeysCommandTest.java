package dev.carillon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.carillon.base.Refusal;
import dev.carillon.base.SystemTimeline;
import dev.carillon.config.Settings;
import dev.carillon.db.Database;
import dev.carillon.db.DatabaseAddress;
import dev.carillon.db.TestPostgres;
import dev.carillon.http.Caller;
import dev.carillon.http.Scope;
import dev.carillon.organization.KeyAuthenticator;

@Tag("database")
class KeysCommandTest {

    private final DatabaseAddress address = TestPostgres.database();
    private final Database database = Database.open(address, "test", 2);
    private final SystemTimeline timeline = new SystemTimeline(Duration.ofSeconds(5));
    private final KeyAuthenticator authenticator = new KeyAuthenticator(database, timeline);

    @AfterEach
    void close() {
        authenticator.close();
        timeline.close();
        database.close();
    }

    /** What a command left: its exit code, and what it printed. */
    private record Run(int code, String out, String err) {

        /** The word after a label. */
        String word(String label) {
            return out.lines().filter(l -> l.startsWith(label + " ")).findFirst().orElseThrow()
                    .substring(label.length()).strip().split(" ", 2)[0];
        }
    }

    private Run run(String... args) {
        return run(address, args);
    }

    private static Run run(DatabaseAddress address, String... args) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var errors = new PrintStream(err, true, StandardCharsets.UTF_8);
        var url = address.url() + "?user=" + address.user() + "&password=" + address.password();
        var flags = new SettingFlags(Map.of("CARILLON_DATABASE_URL", url));
        var line = flags.on(
                new KeysCommand(flags, new PrintStream(out, true, StandardCharsets.UTF_8), errors),
                Settings.of(Settings.DATABASE));
        line.setErr(new PrintWriter(errors, true, StandardCharsets.UTF_8));
        line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        line.setExecutionExceptionHandler((e, _, _) -> CarillonCommand.failed(line.getErr(), e));
        return new Run(line.execute(args), out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8));
    }

    private Run done(String... args) {
        Run run = run(args);
        assertEquals(0, run.code(), run.err());
        assertEquals("", run.err());
        return run;
    }

    private void refused(int code, String text, String... args) {
        Run run = run(args);
        assertEquals(code, run.code(), run.out() + run.err());
        assertTrue(run.err().contains(text), run.err());
        assertEquals(1, run.err().lines().count(), run.err());
        assertEquals("", run.out());
    }

    private Caller caller(Run created) {
        return authenticator.authenticate(created.word("key"), created.word("secret"));
    }

    @Test
    void a_first_key_needs_a_new_organisation_and_later_ones_go_to_the_only_one() {
        refused(2, "organization: there is none yet; allowed: new", "create");
        Run first = done("create", "--organization", "new", "--scope", "admin", "--name", "Operations");
        String organization = first.word("organization");
        assertEquals(new Caller(organization, Scope.ADMIN), caller(first));
        Run second = done("create");
        assertEquals(new Caller(organization, Scope.OPERATE), caller(second));
        assertTrue(second.word("id").matches("apikey_[0-9a-f]{32}"));
    }

    @Test
    void with_several_organisations_one_must_be_named_and_the_error_lists_them() {
        String one = done("create", "--organization", "new").word("organization");
        String two = done("create", "--organization", "new").word("organization");
        refused(2, "organization: there are 2; allowed: new, " + one + ", " + two, "create");
        refused(2, one + ", " + two, "create", "--organization", "00000000000000000000");
        assertEquals(new Caller(two, Scope.READ),
                caller(done("create", "--organization", two, "--scope", "read")));
    }

    @Test
    void what_is_wrong_is_refused_on_one_line_and_nothing_is_made() {
        refused(2, "allowed: read, operate, admin", "create", "--organization", "new", "--scope", "root");
        refused(2, "name: ", "create", "--organization", "new", "--name", "");
        refused(2, "name: ", "create", "--organization", "new", "--name", "x".repeat(256));
        refused(2, "name: ", "create", "--organization", "new", "--name", "a\nb");
        refused(2, "organization: ", "list", "--organization", "new");
        assertEquals(List.of(), database.read(handle -> handle
                .select("select organization_id from organization").mapTo(String.class).list()));
        assertEquals(2, run().code());
        assertEquals(2, run("revoke").code());
        assertEquals(2, run("rotate").code());
    }

    @Test
    void the_list_has_a_line_a_key_and_no_secret() {
        Run one = done("create", "--organization", "new", "--name", "Campaign tool é");
        Run two = done("create", "--organization", "new", "--scope", "admin");
        database.perform(handle -> handle.execute(
                "insert into organization values ('00000000000000000000', now())"));
        done("revoke", one.word("key"));
        Run list = done("list");
        List<String> lines = list.out().lines().toList();
        assertEquals(4, lines.size(), list.out());
        assertEquals("ID KEY NAME SCOPE ORGANIZATION CREATED REVOKED",
                String.join(" ", lines.getFirst().split(" +")));
        List<String> cells = Arrays.asList(lines.get(1).split("  +"));
        assertEquals(List.of(one.word("id"), one.word("key"), "Campaign tool é", "operate",
                one.word("organization")), cells.subList(0, 5));
        assertTrue(cells.get(6).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"), list.out());
        assertTrue(lines.get(2).endsWith("  -"), list.out());
        assertEquals("organization 00000000000000000000 has no key", lines.get(3));
        assertFalse(list.out().contains("s3cr3t_"));

        Run only = done("list", "--organization", two.word("organization"));
        assertEquals(2, only.out().lines().count(), only.out());
        assertTrue(only.out().contains(two.word("key")));
    }

    @Test
    void a_key_is_revoked_by_itself_or_by_its_id_and_again_is_fine() {
        Run one = done("create", "--organization", "new", "--scope", "admin");
        Run two = done("create");
        assertEquals(one.word("id") + " is revoked\n", done("revoke", one.word("id")).out());
        assertEquals(two.word("id") + " is revoked\n", done("revoke", two.word("key")).out());
        assertThrows(Refusal.class, () -> caller(one));
        assertThrows(Refusal.class, () -> caller(two));
        String before = done("list").out();
        assertEquals(two.word("id") + " was revoked before\n", done("revoke", two.word("id")).out());
        assertEquals(before, done("list").out());
    }

    @Test
    void a_key_that_is_not_there_cannot_be_revoked_and_is_not_repeated() {
        Run one = done("create", "--organization", "new");
        for (String wrong : List.of("sk_x", "apikey_00000000000000000000000000000000", one.word("secret"),
                "")) {
            refused(1, "there is no such key", "revoke", wrong);
            assertFalse(!wrong.isEmpty() && run("revoke", wrong).err().contains(wrong));
        }
    }

    @Test
    void a_database_that_no_server_has_prepared_is_left_alone() {
        Run run = run(TestPostgres.emptyDatabase(), "create", "--organization", "new");
        assertEquals(1, run.code(), run.out());
        assertTrue(run.err().contains("start `carillon serve`"), run.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"create", "list", "revoke"})
    void every_command_explains_itself(String command) {
        assertTrue(done(command, "--help").out().contains("Usage: keys " + command));
    }
}
