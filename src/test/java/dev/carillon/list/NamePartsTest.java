package dev.carillon.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import dev.carillon.base.Chance;
import dev.carillon.list.ListFixture.Batch;

/** Parts of names, with and without the index, against texts in memory. */
@Tag("database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NamePartsTest {

    private static final int NAMES = 1_500;
    private static final int QUESTIONS = 600;

    /** Letters whose other case is longer, shorter, none, or depends on what follows; and what LIKE reads. */
    private static final List<String> PIECES = List.of("a", "A", "b", "sal", "SAL", "Zeb", "zEb", "k50",
            "Kampagne", "BÜRO2026", "Ä",
            "ä", "A\u0308", "\u0130", "i", "I", "\u0131", "ß", "ẞ", "ss", "Σ", "σ", "ς", "ΟΔΟΣ", "ό", "Ό",
            "É",
            "e\u0301", "Dž", "ǆ", "\u212A", "k", "Å", "😀", "日", "本", "Ж", "ж", "%", "_", "\\", " ", "-", ".",
            "'", "ﬁ");

    private static final String ALONE = """
            do $$ declare each record; begin
                for each in select indexrelid::regclass as name from pg_index
                            where indrelid = 'batch_call'::regclass and not indisunique
                                and indexrelid <> 'batch_call_by_part_of_name'::regclass
                loop execute 'drop index ' || each.name; end loop;
                alter table batch_call drop constraint batch_call_organization_id_public_id_key;
            end $$""";

    private final ListFixture list = new ListFixture();
    private final RandomGenerator random = Chance.seeded(Long.getLong("carillon.test.seed", 20261130L));
    private final List<String> names = new ArrayList<>();

    @BeforeAll
    void names() {
        for (int i = 0; i < NAMES; i++) {
            names.add(text(1 + random.nextInt(8)));
            list.add(Batch.named(names.getLast()));
        }
        list.database.perform(handle -> handle.execute(ALONE));
        list.database.read(handle -> handle.execute("analyze batch_call"));
    }

    @AfterAll
    void close() {
        list.close();
    }

    private String text(int pieces) {
        var text = new StringBuilder();
        for (int i = 0; i < pieces; i++) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    @Test
    void a_part_in_any_case_is_found_as_in_memory_with_the_index_and_without() {
        int byIndex = 0;
        for (int i = 0; i < QUESTIONS; i++) {
            List<String> parts = random.nextInt(4) == 0 ? List.of(part(), part()) : List.of(part());
            var filter =
                    new Filter(List.of(), List.of(), parts, List.of(), Filter.Span.EVER, Filter.Span.EVER);
            List<String> expected = names.stream().filter(name -> parts.stream().anyMatch(
                    part -> lower(name).contains(lower(part)))).sorted().toList();
            assertEquals(expected, found(filter, "enable_bitmapscan"), () -> "read whole: " + parts);
            assertEquals(expected, found(filter, "enable_seqscan"), () -> "by the index: " + parts);
            byIndex += usesIndex(filter) ? 1 : 0;
        }
        assertTrue(byIndex > QUESTIONS / 20, byIndex + " questions by the index");
    }

    /** What stands in a name, mostly, in another case. */
    private String part() {
        String text = random.nextInt(4) == 0 ? text(1 + random.nextInt(3)) : names.get(random.nextInt(NAMES));
        int first = text.offsetByCodePoints(0, random.nextInt(text.codePointCount(0, text.length())));
        int last =
                text.offsetByCodePoints(first, 1 + random.nextInt(text.codePointCount(first, text.length())));
        String part = text.substring(first, last);
        return random.nextBoolean()
                ? part
                : random.nextBoolean() ? lower(part) : part.toUpperCase(Locale.ROOT);
    }

    /**
     * By Unicode: Java has a notion of its own of where a word ends, and so of which sigma is the last one.
     */
    private static String lower(String text) {
        int[] letters = text.codePoints().toArray();
        var lower = new StringBuilder();
        for (int i = 0; i < letters.length; i++) {
            boolean last = letters[i] == 'Σ' && isCased(letters, i, -1) && !isCased(letters, i, 1);
            lower.append(last ? "ς" : Character.toString(letters[i]).toLowerCase(Locale.ROOT));
        }
        return lower.toString();
    }

    /** Whether a letter with a case is next in a direction, but for marks and dots. */
    private static boolean isCased(int[] letters, int from, int step) {
        int i = from + step;
        while (i >= 0 && i < letters.length && (letters[i] == '.' || letters[i] == '\''
                || Character.getType(letters[i]) == Character.NON_SPACING_MARK)) {
            i += step;
        }
        return i >= 0 && i < letters.length && (Character.isUpperCase(letters[i])
                || Character.isLowerCase(letters[i]) || Character.isTitleCase(letters[i]));
    }

    private List<String> found(Filter filter, String without) {
        return list.database.transaction(handle -> query(handle, "", filter, without)).stream().sorted()
                .toList();
    }

    private boolean usesIndex(Filter filter) {
        return list.database.transaction(handle -> query(handle, "explain ", filter, "enable_seqscan"))
                .stream()
                .anyMatch(line -> line.contains("batch_call_by_part_of_name"));
    }

    private List<String> query(Handle handle, String prefix, Filter filter, String without) {
        handle.execute("set local " + without + " = off");
        Query query = handle.createQuery(prefix + "select b.name from batch_call b where b.organization_id ="
                + " :organization_id" + FilterSql.conditions(filter))
                .bind("organization_id", list.organization);
        FilterSql.bind(query, filter);
        return query.mapTo(String.class).list();
    }
}
