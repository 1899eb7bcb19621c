package dev.carillon.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import dev.carillon.db.Positional;

@Tag("database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ListSqlTest {

    private static final String MANY = """
            with b as (
                insert into batch_call (organization_id, public_id, name, from_number, status, total, sandbox,
                    scheduled_at, max_attempts, duplicates, created_at, updated_at)
                select ?, gen_random_uuid(), nullif('batch ' || i % 977, 'batch 0'), '+14157774444',
                    (array['draft', 'completed', 'failed'])[1 + i % 3], i % 1000, true,
                    case when i % 2 = 0 then timestamptz '2026-01-01Z' + i * interval '1 s' end, 1, 'skip',
                    timestamptz '2026-01-01Z' + i * interval '1 s',
                    timestamptz '2026-01-01Z' - i * interval '1 s'
                from generate_series(1, 10000) i returning batch_id, total)
            insert into batch_progress (batch_id, status, total, open, failed)
            select batch_id, 'draft', total, 0, total from b""";

    /** A block or two for each row and its counters; a page of the end read by OFFSET takes thousands. */
    private static final int MOST_BLOCKS = 200;

    /** Fifty for each of a thousand batches. */
    private static final String TASKS = """
            insert into task (batch_id, seq, to_number, budget, created_at)
            select batch_id, i, '+14155550000', 1, now() from batch_progress, generate_series(0, 49) i
            where batch_id <= 1000""";
    private static final String ATTEMPTS =
            """
            insert into attempt (batch_id, seq, no, spent, budget, phase, node_id, trunk_id, to_number,
                agent_id, opened_at, place_at, place_by, last_deadline)
            select batch_id, seq, 1, 1, 1, 0, 1, 1, to_number, 'agent_a', now(), now(), now(), now() from task""";

    private final ListFixture list = new ListFixture();

    @BeforeAll
    void many() {
        String other = list.keys.createOrganization();
        list.database
                .transaction(handle -> handle.execute(MANY, list.organization) + handle.execute(MANY, other));
        list.database
                .transaction(handle -> handle.execute("update organization_counter set batch_count = 10000"));
        list.database.read(handle -> handle.execute("analyze"));
    }

    @AfterAll
    void close() {
        list.close();
    }

    static Stream<Arguments> sorts() {
        return Stream.of(SortBy.values())
                .flatMap(by -> Stream.of(SortOrder.values()).map(order -> Arguments.of(by, order)));
    }

    @ParameterizedTest
    @MethodSource("sorts")
    void the_first_page_of_every_sort_walks_an_index_and_sorts_nothing(SortBy by, SortOrder order) {
        var query = new ListQuery(new Slice.Page(0, 20), new Sort(by, order), Mode.FAST, null);
        Reading reading = Reading.kept(list.organization, query);
        for (Positional statement : List.of(PageSql.page(reading), PageSql.mark(reading))) {
            walksAnIndexAndSortsNothing(prepared(statement, Map.of("limit", "20", "offset", "0")));
        }
    }

    private static void walksAnIndexAndSortsNothing(String text) {
        assertTrue(text.contains("using batch_call_by_") && text.contains("using batch_progress_pkey"), text);
        assertFalse(text.contains("Sort"), text);
        assertFalse(text.contains("Seq Scan on batch_call") || text.contains("Seq Scan on batch_progress"),
                text);
    }

    /** The one plan that a connection for pages makes of a statement, whatever is asked for with it. */
    private String prepared(Positional statement, Map<String, String> values) {
        String text = statement.sql();
        for (int i = 1; i <= statement.names().size(); i++) {
            text = text.replaceFirst("\\?", "\\$" + i);
        }
        String prepared = text;
        String given = statement.names().stream()
                .map(name -> "'" + values.getOrDefault(name, list.organization) + "'")
                .collect(Collectors.joining(", "));
        return list.served.transaction(handle -> {
            handle.execute("deallocate all; prepare page as " + prepared);
            String plan =
                    String.join("\n", handle.createQuery("explain (costs off) execute page (" + given + ")")
                            .mapTo(String.class).list());
            handle.execute("deallocate all");
            return plan;
        });
    }

    @ParameterizedTest
    @MethodSource("sorts")
    void the_plan_after_a_place_is_a_walk_for_everybody(SortBy by, SortOrder order) {
        Cursor place = place(new Sort(by, order), 100);
        String value = switch (by.kind()) {
            case TIME, TIME_OR_NULL -> "2026-01-01Z";
            case NUMBER, TEXT, TEXT_OR_NULL -> "7";
        };
        var query = new ListQuery(new Slice.After(place, 20), place.sort(), Mode.FAST, null);
        String text = prepared(PageSql.page(Reading.kept(list.organization, query)),
                Map.of("limit", "21", "batch_id", "7", "value", value));
        assertTrue(text.contains("using batch_call_by_") && text.contains("using batch_progress_pkey"), text);
        assertFalse(text.contains("Seq Scan on batch") || text.contains("Bitmap"), text);
        assertTrue(by.nullable() || !text.contains("Sort"), text);
    }

    /** The plan after a place in the middle of the list, or among its nulls, with what it read. */
    private String plan(Cursor cursor, Source source) {
        var query = new ListQuery(new Slice.After(cursor, 20), cursor.sort(), Mode.FAST, null);
        var reading = new Reading(list.organization, query, source, null);
        Positional page = PageSql.page(reading);
        String explain = "explain (analyze, buffers, costs off, timing off) " + page.sql();
        return list.database.direct(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(explain)) {
                ListSql.bind(statement, page, reading);
                ResultSet lines = statement.executeQuery();
                var text = new StringJoiner("\n");
                while (lines.next()) {
                    text.add(lines.getString(1));
                }
                return text.toString();
            }
        });
    }

    private Cursor place(Sort sort, long depth) {
        var query = new ListQuery(new Slice.Page((int) (depth / 100) - 1, 100), sort, Mode.FAST, null);
        Cursor next = list.database
                .read(handle -> ListSql.page(handle, Reading.kept(list.organization, query))).next();
        assertTrue(next != null, sort + " at " + depth);
        return next;
    }

    @ParameterizedTest
    @MethodSource("sorts")
    void a_cursor_walks_an_index_from_its_place_however_deep(SortBy by, SortOrder order) {
        for (long depth : List.of(100L, 5_000L, 9_900L)) {
            String text = plan(place(new Sort(by, order), depth), Source.KEPT);
            assertFalse(text.contains("Seq Scan on batch"), text);
            assertTrue(text.contains("using batch_call_"), text);
            assertTrue(largest("shared hit=(\\d+)", text) <= MOST_BLOCKS, text);
        }
    }

    private static int largest(String number, String text) {
        return Pattern.compile(number).matcher(text).results().mapToInt(m -> Integer.parseInt(m.group(1)))
                .max().orElse(0);
    }

    @ParameterizedTest
    @MethodSource("sorts")
    void a_page_far_from_the_front_is_the_same_by_its_distance_from_the_end(SortBy by, SortOrder order) {
        for (Slice.Page page : List.of(new Slice.Page(50, 100), new Slice.Page(51, 100),
                new Slice.Page(99, 100), new Slice.Page(142, 70), new Slice.Page(9_999, 1))) {
            var query = new ListQuery(page, new Sort(by, order), Mode.FAST, null);
            ListPage direct = list.database
                    .read(handle -> ListSql.page(handle, Reading.kept(list.organization, query)));
            Found found = list.database.transaction(handle -> find(handle, query));
            ListPage read = list.database
                    .read(handle -> ListSql.page(handle, Reading.kept(list.organization, query, found)));
            assertEquals(direct.rows(), read.rows());
            assertEquals(direct.next(), read.next());
            assertEquals(direct.total(), read.total());
        }
    }

    @ParameterizedTest
    @MethodSource("sorts")
    void a_page_far_from_the_front_walks_an_index_and_reads_no_row(SortBy by, SortOrder order) {
        list.database.read(handle -> handle.execute("vacuum batch_call"));
        for (int page : List.of(49, 99)) {
            var far = new ListQuery(new Slice.Page(page, 100), new Sort(by, order), Mode.FAST, null);
            String text = list.database.read(handle -> String.join("\n", handle
                    .createQuery("explain (costs off) "
                            + (page < 50 ? SearchSql.statement(far) : SearchSql.fromEnd(far)))
                    .bind("organization_id", list.organization).bind("limit", 100)
                    .bind("offset", page * 100L).mapTo(String.class).list()));
            assertTrue(
                    Pattern.compile("Index Only Scan (Backward )?using batch_call_by_").matcher(text).find(),
                    text);
        }
    }

    @Test
    void a_part_of_a_name_is_found_by_its_index() {
        list.database.read(handle -> handle.execute("vacuum batch_call"));
        String text = list.database.transaction(handle -> {
            var filter = new Filter(List.of(), List.of(), List.of("976"), List.of(), Filter.Span.EVER,
                    Filter.Span.EVER);
            return String.join("\n", handle.createQuery("explain (costs off) "
                    + "select count(*) from batch_call b where b.organization_id = :organization_id"
                    + FilterSql.conditions(filter)).bind("organization_id", list.organization)
                    .bind("name_0", "%976%").mapTo(String.class).list());
        });
        assertTrue(text.contains("batch_call_by_part_of_name"), text);
    }

    /** However many are let through, and wherever they are in the order. */
    @ParameterizedTest
    @MethodSource("sorts")
    void what_a_filter_lets_through_is_the_same_by_every_way_to_it(SortBy by, SortOrder order) {
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        var early = new Filter.Span(null, start.plusSeconds(1_500));
        var late = new Filter.Span(start.plusSeconds(8_500), null);
        for (Filter filter : List.of(filter(List.of("failed"), Filter.Span.EVER),
                filter(List.of("failed"), late), filter(List.of(), early), filter(List.of(), late))) {
            var all = new ArrayList<Long>();
            var walked = new ArrayList<Long>();
            var sort = new Sort(by, order);
            Found page;
            Slice next = new Slice.Page(0, 100);
            do {
                var query = new ListQuery(new Slice.Page(all.size() / 100, 100), sort, Mode.FAST, filter);
                page = list.database.transaction(handle -> find(handle, query));
                all.addAll(page.batchIds());
                var on = new ListQuery(next, sort, Mode.FAST, filter);
                Found after = list.database.transaction(handle -> find(handle, on));
                walked.addAll(after.batchIds());
                next = after.next() == null ? next : new Slice.After(after.next(), 100);
            } while (page.next() != null);
            List<Long> plain = list.database.read(handle -> {
                Query query = handle.createQuery("select b.batch_id from batch_call b"
                        + " where b.organization_id = :organization_id" + FilterSql.conditions(filter)
                        + " order by " + sort.orderBy()).bind("organization_id", list.organization);
                FilterSql.bind(query, filter);
                return query.mapTo(Long.class).list();
            });
            assertEquals(plain, all);
            assertEquals(plain, walked);
            assertEquals(plain.size(), page.total());
        }
    }

    private static Filter filter(List<String> statuses, Filter.Span created) {
        return new Filter(statuses, List.of(), List.of(), List.of(), created, Filter.Span.EVER);
    }

    @ParameterizedTest
    @MethodSource("sorts")
    void a_page_far_from_the_front_is_found_by_keys_and_one_past_the_end_costs_nothing(SortBy by,
            SortOrder order) {
        var far = new ListQuery(new Slice.Page(49, 100), new Sort(by, order), Mode.FAST, null);
        Found found = list.database.read(handle -> find(handle, far));
        assertEquals(100, found.batchIds().size());
        ListPage direct = list.database
                .read(handle -> ListSql.page(handle, Reading.kept(list.organization, far)));
        ListPage read = list.database
                .read(handle -> ListSql.page(handle, Reading.kept(list.organization, far, found)));
        assertEquals(direct.rows(), read.rows());
        assertEquals(direct.next(), read.next());
        assertEquals(direct.total(), read.total());
        var beyond = new ListQuery(new Slice.Page(9_999_999, 100), new Sort(by, order), Mode.FAST, null);
        Found nothing = list.database.read(handle -> find(handle, beyond));
        assertEquals(List.of(), nothing.batchIds());
        assertEquals(direct.total(), nothing.total());
    }

    private Found find(Handle handle, ListQuery query) {
        return SearchSql.find(handle, list.organization, query,
                Deadline.in(list.timeline, Duration.ofSeconds(20)));
    }

    @Test
    void a_recount_reads_a_batch_by_its_own_range() {
        list.database.transaction(handle -> handle.execute(TASKS) + handle.execute(ATTEMPTS));
        list.database.read(handle -> handle.execute("analyze"));
        String text = plan(place(new Sort(SortBy.CREATED_AT, SortOrder.ASCENDING), 500), Source.RECOUNTED);
        assertTrue(text.contains("task_pkey") && text.contains("attempt_pkey"), text);
        assertFalse(text.contains("Seq Scan on task") || text.contains("Seq Scan on attempt"), text);
        assertTrue(largest("actual rows=(\\d+)", text) <= 50, text);
    }

    @ParameterizedTest
    @MethodSource("sorts")
    void the_whole_list_begins_at_once_for_it_walks_an_index(SortBy by, SortOrder order) {
        String text = list.database.snapshot(handle -> {
            WholeListSql.ask(handle, list.organization);
            return String.join("\n", handle
                    .createQuery("explain (costs off) "
                            + WholeListSql.statement(new Sort(by, order), Source.KEPT))
                    .mapTo(String.class).list());
        });
        assertTrue(text.contains("using batch_call_by_") && text.contains("using batch_progress_pkey"), text);
        assertFalse(text.contains("Sort") || text.contains("Hash"), text);
    }

    @ParameterizedTest
    @MethodSource("sorts")
    void every_row_of_the_list_is_in_its_pages_however_deep(SortBy by, SortOrder order) {
        long ids = Stream.of(0, 50, 99).flatMap(page -> list.database
                .read(handle -> ListSql.page(handle, Reading.kept(list.organization,
                        new ListQuery(new Slice.Page(page, 100), new Sort(by, order), Mode.FAST, null))))
                .rows()
                .stream()).map(BatchRow::batchCallId).distinct().count();
        assertEquals(300, ids);
    }

    @ParameterizedTest
    @MethodSource("sorts")
    void the_mark_of_a_page_is_the_same_without_its_rows(SortBy by, SortOrder order) {
        var sort = new Sort(by, order);
        Cursor place = place(sort, 5_000);
        var marks = new HashSet<Long>();
        for (Slice slice : List.of(new Slice.Page(0, 20), new Slice.Page(1, 20), new Slice.Page(400, 20),
                new Slice.Page(600, 20), new Slice.After(place, 20), new Slice.After(place, 21))) {
            Reading reading =
                    Reading.kept(list.organization, new ListQuery(slice, sort, Mode.FAST, null));
            ListPage page = list.database.read(handle -> ListSql.page(handle, reading));
            long mark = ListSql.mark(list.served, reading, list.timeline).read().mark();
            assertEquals(page.mark(), mark);
            marks.add(mark);
        }
        assertEquals(6, marks.size());
    }
}
