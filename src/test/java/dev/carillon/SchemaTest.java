package dev.carillon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import dev.carillon.call.AttemptState;
import dev.carillon.call.BatchStatus;
import dev.carillon.call.Outcome;
import dev.carillon.call.Reason;
import dev.carillon.call.TaskStatus;
import dev.carillon.call.Trunk;
import dev.carillon.db.Database;
import dev.carillon.db.TestPostgres;
import dev.carillon.dial.UsageKey;
import dev.carillon.event.Event;
import dev.carillon.http.Scope;
import dev.carillon.task.Duplicates;

/** The words that the schema allows are those of the program, no more and no fewer. */
@Tag("database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SchemaTest {

    private static final Pattern WORD = Pattern.compile("'([a-z_]+)'");
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private final Database database = Database.open(TestPostgres.database(), "test", 1);

    @AfterAll
    void close() {
        database.close();
    }

    /** The one CHECK that is about this column alone. */
    private String check(String table, String column) {
        return database.read(handle -> handle.createQuery("""
                select pg_get_constraintdef(c.oid) from pg_constraint c
                join pg_attribute a on a.attrelid = c.conrelid and c.conkey = array[a.attnum]
                where c.contype = 'c' and c.conrelid = cast(:table as regclass) and a.attname = :column""")
                .bind("table", table).bind("column", column).mapTo(String.class).one());
    }

    private Set<String> words(String table, String column) {
        Matcher word = WORD.matcher(check(table, column));
        return word.results().map(m -> m.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<Integer> numbers(String table, String column) {
        Matcher number = NUMBER.matcher(check(table, column));
        return number.results().map(m -> Integer.valueOf(m.group()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> reasons(Predicate<Reason> which) {
        return sorted(Arrays.stream(Reason.values()).filter(which).map(Reason::word));
    }

    private static Set<String> sorted(Stream<String> words) {
        return words.collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void the_states_of_a_batch_are_the_same_in_both_tables_and_in_the_program() {
        Set<String> states = sorted(Arrays.stream(BatchStatus.values()).map(BatchStatus::word));
        assertEquals(states, words("batch_call", "status"));
        assertEquals(states, words("batch_progress", "status"));
    }

    @Test
    void a_task_is_stored_in_every_state_but_calling() {
        assertEquals(sorted(Arrays.stream(TaskStatus.values()).filter(s -> s != TaskStatus.CALLING)
                .map(TaskStatus::word)), words("task", "status"));
    }

    @Test
    void each_kind_of_reason_has_its_column() {
        assertEquals(reasons(r -> r.kind() == Reason.Kind.PAUSED), words("batch_call", "reason"));
        assertEquals(reasons(r -> r.kind() == Reason.Kind.SKIPPED), words("task", "reason"));
        assertEquals(reasons(
                r -> r.kind() == Reason.Kind.WAITING && r != Reason.QUEUED && r != Reason.BATCH_PAUSED),
                words("due", "reason"), "queued and batch_paused are only derived");
    }

    @Test
    void an_attempt_has_the_phases_and_outcomes_of_the_program() {
        int last = IntStream.of(Arrays.stream(AttemptState.values()).mapToInt(AttemptState::phase).toArray())
                .max()
                .orElseThrow();
        assertEquals(Set.of(0, last), numbers("attempt", "phase"));
        assertEquals(AttemptState.values().length - 1, last);
        assertEquals(sorted(Arrays.stream(Outcome.values()).map(Outcome::word)), words("attempt", "outcome"));
    }

    @Test
    void limits_events_trunks_keys_and_duplicates_have_the_words_of_the_program() {
        assertEquals(Arrays.stream(UsageKey.Scope.values()).filter(s -> s != UsageKey.Scope.NODE)
                .map(UsageKey.Scope::number)
                .collect(Collectors.toCollection(TreeSet::new)), numbers("usage", "scope"));
        assertEquals(sorted(Arrays.stream(Event.Type.values()).map(Event.Type::word)),
                words("event", "type"));
        assertEquals(
                sorted(Arrays.stream(Trunk.Kind.values())
                        .map(k -> k.name().toLowerCase(java.util.Locale.ROOT))),
                words("trunk", "kind"));
        assertEquals(
                sorted(Arrays.stream(Scope.values()).map(s -> s.name().toLowerCase(java.util.Locale.ROOT))),
                words("api_key", "scope"));
        assertEquals(sorted(Duplicates.words().stream()), words("batch_call", "duplicates"));
    }
}
