package dev.carillon.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.carillon.db.Database;
import dev.carillon.db.TestPostgres;

@Tag("database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DoctorTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant AFTER_A_MINUTE = NOON.plusSeconds(61);

    /** A row that nobody took from the line, in a house whose node is alive. */
    private static final String LATE = """
            insert into node (started_at, lease_until) values ('2026-03-01Z', '9999-01-01Z');
            insert into on_line
            values ('a', '+4915110000000', 1, 1, 0, 1, 1, 'x', '2026-03-01Z');
            """;

    private final Database database = Database.open(TestPostgres.database(), "doctor", 2);

    @BeforeAll
    void build() throws IOException {
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/doctor/healthy.sql"))) {
            String script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            database.transaction(handle -> handle.createScript(script).execute());
        }
    }

    @AfterAll
    void close() {
        database.close();
    }

    @Test
    void a_healthy_database_has_no_findings() {
        assertEquals(List.of(), database.snapshot(handle -> ExaminationSql.look(handle, Doctor.ALL, NOON)));
    }

    @Test
    void an_empty_database_has_no_findings() {
        try (Database empty = Database.open(TestPostgres.database(), "doctor", 2)) {
            assertEquals(List.of(), new Doctor(empty).examine());
        }
    }

    @ParameterizedTest
    @MethodSource("breaches")
    void a_law_that_is_broken_by_hand_is_found(Breach breach) {
        List<Finding> findings = rolledBack(handle -> {
            breach.statements().forEach(handle::execute);
            return ExaminationSql.look(handle, Doctor.ALL, breach.at());
        });
        assertTrue(
                findings.stream().anyMatch(f -> f.law().equals(breach.law()) && f.what().equals(breach.what())
                        && !f.rows().isEmpty()),
                () -> breach + " was not found: " + findings);
    }

    @Test
    void every_question_has_a_breach_that_it_finds() {
        Set<String> asked = new TreeSet<>(Doctor.ALL.stream().map(Question::what).toList());
        assertEquals(asked, new TreeSet<>(breaches().map(Breach::what).toList()));
    }

    @Test
    void what_is_only_late_is_looked_at_a_second_time() {
        try (Database moving = Database.open(TestPostgres.database(), "doctor", 2)) {
            moving.transaction(handle -> handle.createScript(LATE).execute());
            List<String> laws = new Doctor(moving, Duration.ofMillis(10)).examine().stream()
                    .filter(f -> f.law().equals("Progress")).map(Finding::what).toList();
            assertEquals(List.of("nothing is on the line past its last deadline"), laws);
        }
    }

    @Test
    void a_pace_of_less_than_a_call_a_minute_is_no_standstill() {
        List<Finding> findings = rolledBack(handle -> {
            handle.execute("update node set lease_until = '2026-03-01 12:30Z' where node_id = 1");
            handle.execute("update usage set free_at = '2026-03-01 12:10Z' where scope = 40 and id = '2'");
            return ExaminationSql.look(handle, Doctor.ALL, AFTER_A_MINUTE);
        });
        assertEquals(List.of(), findings.stream().map(Finding::what)
                .filter("what is due is dialled when nothing is in its way"::equals).toList());
    }

    @Test
    void a_row_of_a_finding_says_where() {
        List<Finding> findings = rolledBack(handle -> {
            handle.execute("update organization_counter set batch_count = 7 where organization_id ~ 'b'");
            return ExaminationSql.look(handle, Doctor.ALL, NOON);
        });
        assertEquals(
                List.of(new Finding("Ledger", "an organisation's counter equals a count of its batch calls",
                        List.of("organisation bbbbbbbbbbbbbbbbbbbb says 7 batch calls and has 1"))),
                findings);
    }

    private static Stream<Breach> breaches() {
        return Breaches.ALL.stream();
    }

    private <T> T rolledBack(Function<Handle, T> work) {
        return database.read(handle -> {
            handle.begin();
            T result = work.apply(handle);
            handle.rollback();
            return result;
        });
    }

    /** How a law is broken by hand, and when the doctor comes. */
    record Breach(String law, String what, Instant at, List<String> statements) {

        static Breach of(String law, String what, String... statements) {
            return new Breach(law, what, NOON, List.of(statements));
        }

        Breach later() {
            return new Breach(law, what, AFTER_A_MINUTE, statements);
        }
    }
}
