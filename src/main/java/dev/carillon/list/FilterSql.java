package dev.carillon.list;

import java.util.ArrayList;
import java.util.List;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

import dev.carillon.list.Filter.Span;

/** The conditions of a {@link Filter}, for statements that have batch_call as b. */
final class FilterSql {

    /** ICU's rules, since those of the column ("C") know the case of ASCII only. */
    private static final String NAMES = "b.name collate \"und-x-icu\" ilike any(:names::text[])";

    private static final String COUNT = """
            select count(*) from batch_call b where b.organization_id = :organization_id{filter}""";

    private FilterSql() {
    }

    /** Text that continues a WHERE; only the criteria that are in force are in it. */
    static String conditions(@Nullable Filter filter) {
        if (filter == null) {
            return "";
        }
        var all = new StringBuilder();
        for (Condition c : conditionsOf(filter)) {
            all.append("\n and ").append(c.sql());
        }
        return all.toString();
    }

    /** Binds what {@link #conditions} names. */
    static void bind(Query statement, @Nullable Filter filter) {
        if (filter != null) {
            conditionsOf(filter).forEach(c -> c.bind(statement));
        }
    }

    /** How many batch calls of an organisation the filter lets through. */
    static long count(Handle handle, String organizationId, Filter filter) {
        Query statement = handle.createQuery(COUNT.replace("{filter}", conditions(filter)))
                .bind("organization_id", organizationId);
        bind(statement, filter);
        return statement.mapTo(Long.class).one();
    }

    private record Condition(String sql, String name, Object value) {

        private void bind(Query statement) {
            if (value instanceof List<?> texts) {
                statement.bindArray(name, String.class, texts);
            } else {
                statement.bind(name, value);
            }
        }
    }

    private static List<Condition> conditionsOf(Filter filter) {
        var all = new ArrayList<Condition>();
        among(all, "b.status = any(:statuses::text[])", "statuses", filter.statuses());
        among(all, "b.agent_id = any(:agent_ids::text[])", "agent_ids", filter.agentIds());
        among(all, NAMES, "names", filter.names().stream().map(FilterSql::anywhere).toList());
        among(all, "b.from_number = any(:from_numbers::text[])", "from_numbers", filter.fromNumbers());
        within(all, "b.created_at", "created", filter.created());
        within(all, "b.scheduled_at", "scheduled", filter.scheduled());
        return all;
    }

    private static void among(List<Condition> all, String sql, String name, List<String> values) {
        if (!values.isEmpty()) {
            all.add(new Condition(sql, name, values));
        }
    }

    private static void within(List<Condition> all, String column, String name, Span span) {
        if (span.after() != null) {
            all.add(new Condition(column + " >= :" + name + "_after", name + "_after", span.after()));
        }
        if (span.before() != null) {
            all.add(new Condition(column + " < :" + name + "_before", name + "_before", span.before()));
        }
    }

    /** The pattern of LIKE for a text that stands anywhere; nothing in it is a wildcard. */
    private static String anywhere(String text) {
        return "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
    }
}
