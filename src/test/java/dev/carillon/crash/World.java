package dev.carillon.crash;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import dev.carillon.db.Database;
import dev.carillon.db.DatabaseAddress;

/** What the test sees and sets up in the database behind the server's back. */
public final class World implements AutoCloseable {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    /** Calls of a second or so, nobody lost: so some hundreds are live at the pace below. */
    private static final String SCENARIO = """
            {"seed": 7, "ring_millis": [100, 400], "talk_millis": [300, 1500], "no_answer_millis": 800}""";

    private final Database database;

    public World(DatabaseAddress address) {
        this.database = Database.open(address, "crash test", 2);
    }

    /** How many calls are live and how many tasks are not yet dialled, over all running batches. */
    public record Load(long live, long pending) {
    }

    public Load load() {
        return database.read(h -> h.createQuery("""
                select coalesce(sum(calling), 0) as live, coalesce(sum(open - calling), 0) as pending
                from batch_progress where status = 'sent'""")
                .map((row, _) -> new Load(row.getLong("live"), row.getLong("pending"))).one());
    }

    /** Makes the sandbox trunk fast enough for thousands of calls in a test. */
    void hurry(double callsPerSecond) {
        database.transaction(h -> {
            h.execute("update trunk set settings = ?::jsonb", SCENARIO);
            h.execute("update usage set calls_per_second = ?, max_live = 3000 where scope = 40",
                    callsPerSecond);
            return h.execute("update usage set max_live = 3000 where scope = 50");
        });
    }

    /**
     * Lets everything that waits for another attempt wait no longer: the half hour of the default rule is
     * over.
     */
    void pullRetries() {
        database.transaction(h -> h.execute("""
                with pulled as (delete from due where due_at > now() + interval '1 minute' returning *)
                insert into due (batch_id, due_at, seq, no, spent, reason)
                select batch_id, now(), seq, no, spent, reason from pulled"""));
    }

    /** Batches that have not ended. */
    public long running() {
        return database.read(h -> h
                .createQuery(
                        """
                select count(*) from batch_progress where status not in ('completed', 'failed', 'cancelled')""")
                .mapTo(Long.class).one());
    }

    /** A row of a result, its columns by name; a null is a failure of the test. */
    public record Row(Map<String, Object> columns) {

        public long number(String name) {
            return ((Number) value(name)).longValue();
        }

        public String text(String name) {
            return value(name).toString();
        }

        private Object value(String name) {
            return Objects.requireNonNull(columns.get(name), name);
        }
    }

    public List<Row> rows(String sql) {
        return database.read(h -> h.createQuery(sql).mapToMap().map(Row::new).list());
    }

    public Database database() {
        return database;
    }

    /** The body of a batch of consecutive numbers, each in one batch only. */
    static ObjectNode batch(String name, int first, int tasks, int attempts) {
        ObjectNode batch = JSON.objectNode().put("name", name).put("from_number", "+99970000000")
                .put("agent_id", "agent_x");
        if (attempts > 1) {
            batch.putObject("retry_config").put("enabled", true).put("max_attempts", attempts);
        }
        batch.set("tasks", tasks(first, tasks));
        return batch;
    }

    /** Numbers without a special ending, so that every call is told to its end. */
    static ArrayNode tasks(int first, int count) {
        ArrayNode tasks = JSON.arrayNode(count);
        for (int i = 0; i < count; i++) {
            int number = first + i;
            tasks.addObject().put("to_number",
                    "+9998%06d%04d".formatted(number / 5_000, 100 + number % 5_000));
        }
        return tasks;
    }

    @Override
    public void close() {
        database.close();
    }
}
