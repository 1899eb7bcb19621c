package dev.carillon.list;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.carillon.db.Positional;

/** The texts of the statements that read a page, or only its mark. */
final class PageSql {

    /**
     * The total's row comes first and is there when the page is empty. Its two times enclose the snapshot: a
     * transaction begins before it is taken ({@code statement_timestamp()} would be the time of the Execute
     * message, and the snapshot is the Bind message's). The page comes in its order, since it is the inner
     * side of a join to a single row.
     */
    private static final String PAGE = """
            select c.total as total_count, c.as_of, c.seen, page.*
            from ({total}) c
            left join lateral (
                select {columns}, b.batch_id as batch_key, b.{column} as sort_value{versions}
                from ({rows}) b
                join batch_progress p using (batch_id)
                {joins}
                order by {order}) page on true""";

    /** What a {@link Mark} is made of, and nothing else: counters that rest are not looked for. */
    private static final String MARK = """
            select c.total as total_count, c.as_of, c.seen, b.batch_id, b.version, p.xmin as counters
            from ({total}) c
            left join lateral ({rows}) b on true
            left join batch_progress p on p.batch_id = case when {moving} then b.batch_id end""";

    /**
     * Only these columns are carried through a page's plan, where each costs something for each row. The last
     * changes with every change of a row.
     */
    private static final String FIELDS = """
            b.batch_id, b.organization_id, b.public_id, b.name, b.from_number, b.status, b.scheduled_at,
            b.agent_id, b.total, b.created_at, b.updated_at, b.xmin as version""";

    private static final String VERSIONS = ", b.version, case when {moving} then p.xmin end as counters";

    /**
     * The counters of what has ended move no more: it is sealed, and what would open it again changes its
     * status or total, and so its row, too.
     */
    private static final String MOVING = "b.status not in ('completed', 'failed')";

    /** A snapshot whose moment is not known is asked for again: it is not worth a recount. */
    private static final String WORTH_IT = """

            where c.seen - c.as_of <= interval '20 milliseconds'""";

    private static final String TOTAL_OF_ALL = """
            select batch_count as total, transaction_timestamp() as as_of, clock_timestamp() as seen
            from organization_counter where organization_id = :organization_id""";

    private static final String TOTAL_GIVEN = "select cast(:total as bigint) as total,"
            + " transaction_timestamp() as as_of, clock_timestamp() as seen";

    private static final Map<Shape, Positional> STATEMENTS = new ConcurrentHashMap<>();

    private PageSql() {
    }

    /** What the text of a statement depends on. */
    private record Shape(String text, String rows, Sort sort, Source source, boolean found) {
    }

    static Positional page(Reading reading) {
        return statement(PAGE, reading);
    }

    static Positional mark(Reading reading) {
        return statement(MARK, reading);
    }

    private static Positional statement(String text, Reading reading) {
        return STATEMENTS.computeIfAbsent(new Shape(text, RowsSql.of(reading), reading.query().sort(),
                reading.source(), reading.found() != null), shape -> Positional.of(filled(shape)));
    }

    /** What has a filter is searched for first, and read as found. */
    private static String filled(Shape shape) {
        Source source = shape.source();
        String more = source == Source.RECOUNTED && !shape.found() ? WORTH_IT : "";
        String text = shape.text().replace("{total}", shape.found() ? TOTAL_GIVEN : TOTAL_OF_ALL)
                .replace("{rows}", shape.rows()).replace(RowsSql.FIELDS, FIELDS)
                .replace("{columns}", source.columns()).replace("{joins}", source.joins() + more)
                .replace("{versions}", source == Source.KEPT ? VERSIONS : "").replace("{moving}", MOVING);
        return RowsSql.filled(shape.found() ? text.replace("{order}", RowsSql.FOUND_ORDER) : text,
                shape.sort(), "");
    }
}
