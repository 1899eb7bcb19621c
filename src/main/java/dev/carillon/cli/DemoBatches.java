package dev.carillon.cli;

import java.time.Instant;
import java.util.Locale;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The sample of {@code carillon demo}: five batches, 2,000 tasks. Country code 999 is nobody's. */
final class DemoBatches {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int FIRST_NUMBER = 10_001;
    private static final int SPECIAL_NUMBERS = 10;

    private int next = FIRST_NUMBER;

    /** A batch that starts at once. */
    ObjectNode running(String name, int tasks) {
        ObjectNode batch = JSON.objectNode();
        batch.put("name", name).put("from_number", "+99970000000").put("agent_id", "agent_demo");
        batch.set("tasks", tasks(tasks));
        return batch;
    }

    /** A batch that starts by itself a little later. */
    ObjectNode scheduled(String name, int tasks, Instant at) {
        return running(name, tasks).put("trigger_timestamp", at.toEpochMilli());
    }

    private ArrayNode tasks(int count) {
        ArrayNode tasks = JSON.arrayNode(count);
        for (int i = 0; i < count; i++) {
            tasks.addObject().put("to_number", number());
        }
        return tasks;
    }

    /** The sandbox's special numbers (…0001 to …0010) are left out: one of them never answers again. */
    private String number() {
        while (next % 10_000 <= SPECIAL_NUMBERS) {
            next++;
        }
        return String.format(Locale.ROOT, "+9997%08d", next++);
    }
}
