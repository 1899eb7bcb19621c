package dev.carillon.list;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Pattern;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

import dev.carillon.list.Filter.Span;

/** The conditions of a {@link Filter}, for statements that have batch_call as b. */
final class FilterSql {

    /** ICU's rules, since those of the column ("C") know the case of ASCII only. */
    private static final String NAME = "b.name collate \"und-x-icu\" ilike cast(:name_{i} as text)";

    /** The same, in the words of the index of parts of names: this is what ILIKE does. */
    private static final String NAME_BY_INDEX =
            "lower(b.name collate \"und-x-icu\") like lower(cast(:name_{i} as text) collate \"und-x-icu\")";

    /** Of what is shorter or not ASCII the index knows nothing in some databases, and would be read whole. */
    private static final Pattern INDEXED = Pattern.compile("[A-Za-z0-9]{3}");

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

    private record Condition(String sql, Map<String, Object> values) {

        private void bind(Query statement) {
            values.forEach((name, value) -> {
                if (value instanceof List<?> texts) {
                    statement.bindArray(name, String.class, texts);
                } else {
                    statement.bind(name, value);
                }
            });
        }
    }

    private static List<Condition> conditionsOf(Filter filter) {
        var all = new ArrayList<Condition>();
        among(all, "b.status = any(:statuses::text[])", "statuses", filter.statuses());
        among(all, "b.agent_id = any(:agent_ids::text[])", "agent_ids", filter.agentIds());
        named(all, filter.names());
        among(all, "b.from_number = any(:from_numbers::text[])", "from_numbers", filter.fromNumbers());
        within(all, "b.created_at", "created", filter.created());
        within(all, "b.scheduled_at", "scheduled", filter.scheduled());
        return all;
    }

    private static void among(List<Condition> all, String sql, String name, List<String> values) {
        if (!values.isEmpty()) {
            all.add(new Condition(sql, Map.of(name, values)));
        }
    }

    /** Each name by itself: of an array the planner would not know how much it lets through. */
    private static void named(List<Condition> all, List<String> names) {
        if (names.isEmpty()) {
            return;
        }
        var sql = new StringJoiner("\n or ", "(", ")");
        var values = new HashMap<String, Object>();
        for (int i = 0; i < names.size(); i++) {
            boolean indexed = INDEXED.matcher(names.get(i)).find();
            sql.add((indexed ? NAME_BY_INDEX : NAME).replace("{i}", String.valueOf(i)));
            values.put("name_" + i, anywhere(names.get(i)));
        }
        all.add(new Condition(sql.toString(), values));
    }

    private static void within(List<Condition> all, String column, String name, Span span) {
        if (span.after() != null) {
            all.add(new Condition(column + " >= :" + name + "_after", Map.of(name + "_after", span.after())));
        }
        if (span.before() != null) {
            all.add(new Condition(column + " < :" + name + "_before",
                    Map.of(name + "_before", span.before())));
        }
    }

    /** The pattern of LIKE for a text that stands anywhere; nothing in it is a wildcard. */
    private static String anywhere(String text) {
        return "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
    }
}
