package dev.carillon.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The plans of the ledger's statements, as the engine's connections make them: once, whatever a table looks
 * like then, and good for ever.
 */
@Tag("database")
class PlansTest {

    private static final PostgresWorld.Pools POOLS = PostgresWorld.Pools.open();
    private static final List<Class<?>> STATEMENTS = List.of(ClaimSql.class, RecordSql.class, UsageSql.class,
            BatchEndSql.class, SurveySql.class, TurnSql.class, OpenCallSql.class, NodeLease.NodeSql.class,
            StopLossSql.class, TallySql.class, AgentLineSql.class, ResumableSql.class, PlacementSql.class,
            TrunkRestSql.class);
    /** Walked whole, on purpose: what is running, and what is on the line (also without an index). */
    private static final Pattern WALKED =
            Pattern.compile(
                    "batch_call_(?:running|changed|stop_loss)|on_line_pkey|on_line_by_node|node_pkey");
    private static final Pattern WHOLE_INDEX =
            Pattern.compile("Index (?:Only )?Scan using (\\w+) on [^\\n]*\\n"
                    + "(?!\\s+Index Cond)");

    @AfterAll
    static void close() {
        POOLS.close();
    }

    private static Map<String, String> statements() throws IllegalAccessException {
        var found = new LinkedHashMap<String, String>();
        for (Class<?> type : STATEMENTS) {
            for (Field field : type.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers()) && !Modifier.isPrivate(field.getModifiers())
                        && field.getType() == String.class) {
                    found.put(type.getSimpleName() + "." + field.getName(), (String) field.get(null));
                }
            }
        }
        return found;
    }

    /** The plan that a connection keeps for a prepared statement, without any value known. */
    private static String plan(Handle h, String name, String sql) {
        String[] parts = sql.split("[?]", -1);
        int parameters = parts.length - 1;
        var numbered = new StringBuilder(parts[0]);
        for (int i = 1; i <= parameters; i++) {
            numbered.append('$').append(i).append(parts[i]);
        }
        String prepared = "p_" + name.replace('.', '_');
        execute(h, "prepare " + prepared + " as " + numbered);
        String nulls = parameters == 0 ? "" : "(" + "null, ".repeat(parameters - 1) + "null)";
        var lines = new ArrayList<String>();
        try (var s = h.getConnection().createStatement();
                var r = s.executeQuery("explain (costs off) execute " + prepared + nulls)) {
            while (r.next()) {
                lines.add(r.getString(1));
            }
        } catch (java.sql.SQLException e) {
            throw new AssertionError(name, e);
        }
        execute(h, "deallocate " + prepared);
        return String.join("\n", lines) + "\n";
    }

    private static void execute(Handle h, String sql) {
        try (var s = h.getConnection().createStatement()) {
            s.execute(sql);
        } catch (java.sql.SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    private static void plansAreGood() throws IllegalAccessException {
        Map<String, String> statements = statements();
        assertTrue(statements.size() > 25, "only " + statements.keySet());
        POOLS.engine().transaction(h -> {
            statements.forEach((name, sql) -> {
                String plan = plan(h, name, sql);
                assertEquals("", badParts(plan), name + "\n" + plan);
            });
            return true;
        });
    }

    private static String badParts(String plan) {
        var bad = new StringBuilder();
        if (plan.replace("Seq Scan on on_line o\n", "").replace("Seq Scan on node y\n", "")
                .contains("Seq Scan") || plan.contains("Hash Join")
                || plan.contains("Merge Join")) {
            bad.append("a scan or a join of whole tables; ");
        }
        WHOLE_INDEX.matcher(plan).results().map(m -> m.group(1)).filter(i -> !WALKED.matcher(i).matches())
                .forEach(i -> bad.append("all of ").append(i).append("; "));
        return bad.toString();
    }

    @Test
    void no_statement_walks_a_table_whether_tables_are_new_or_were_found_empty_or_are_full()
            throws Exception {
        try (var world = new PostgresWorld(POOLS)) {
            plansAreGood();
            vacuum();
            plansAreGood();
            long batch = world.batch(LedgerWorld.Sketch.of(3_000));
            Calls.open(world.ledger(1), batch, 2_000, LedgerContract.NOW);
            plansAreGood();
            vacuum();
            plansAreGood();
        }
    }

    private static void vacuum() {
        try (var c = POOLS.requests().connection()) {
            c.setAutoCommit(true);
            var s = c.createStatement();
            s.execute("vacuum analyze");
        } catch (java.sql.SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void rows_are_locked_in_the_order_in_which_they_are_named() throws Exception {
        POOLS.engine().transaction(h -> {
            for (String sql : List.of(ClaimSql.LOCK_BATCHES, ClaimSql.LOCK_FREE_BATCHES,
                    RecordSql.LOCK_BATCHES,
                    UsageSql.LOCK, TurnSql.LOCK)) {
                List<String> plan = plan(h, "locks", sql).lines().map(String::strip).toList();
                int outer = indexOf(plan, "Function Scan");
                int inner = indexOf(plan, "LockRows");
                assertTrue(0 <= outer && outer < inner, String.join("\n", plan));
                assertEquals(-1, indexOf(plan, "Sort"));
            }
            for (String sql : List.of(RecordSql.MOVE_ATTEMPTS, RecordSql.MOVE_TASKS, RecordSql.COUNT,
                    UsageSql.CHANGE)) {
                List<String> plan = plan(h, "writes", sql).lines().map(String::strip).toList();
                int outer = Math.max(indexOf(plan, "Function Scan"), indexOf(plan, "ProjectSet"));
                assertTrue(0 <= outer && outer < indexOf(plan, "Index Scan"), String.join("\n", plan));
            }
            return true;
        });
    }

    private static int indexOf(List<String> plan, String node) {
        for (int i = 0; i < plan.size(); i++) {
            if (plan.get(i).contains(node)) {
                return i;
            }
        }
        return -1;
    }
}
