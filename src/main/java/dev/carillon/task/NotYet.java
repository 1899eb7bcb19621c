package dev.carillon.task;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

import dev.carillon.http.Fields;

/**
 * The fields of the contract that this version does not act on. Each is checked as if it did, then refused as
 * not available: never taken and ignored.
 */
public final class NotYet {

    private static final int MOST_RULES = 100;
    private static final int HIGHEST_PRIORITY = 9;

    private static final Map<String, BiConsumer<Fields, String>> BATCH = batch();
    private static final Map<String, BiConsumer<Fields, String>> TASK = Map.of("timezone", Zones::read);

    private NotYet() {
    }

    /** Refuses those that stand in a batch call. */
    public static void refuseInBatch(Fields fields) {
        refuse(fields, BATCH);
    }

    static void refuseInTask(Fields fields) {
        refuse(fields, TASK);
    }

    /** Their names in a batch call, for documents and tests. */
    public static List<String> inBatch() {
        return List.copyOf(BATCH.keySet());
    }

    /** Their names in a task. */
    public static List<String> inTask() {
        return List.copyOf(TASK.keySet());
    }

    private static void refuse(Fields fields, Map<String, BiConsumer<Fields, String>> known) {
        known.forEach((name, check) -> {
            check.accept(fields, name);
            fields.notAvailable(name);
        });
    }

    private static Map<String, BiConsumer<Fields, String>> batch() {
        Map<String, BiConsumer<Fields, String>> checks = new LinkedHashMap<>();
        checks.put("retry_rules", (f, name) -> f.objects(name, 0, MOST_RULES));
        checks.put("calling_window", Fields::object);
        checks.put("priority", (f, name) -> f.integer(name, 0, HIGHEST_PRIORITY));
        checks.put("stop_loss", (f, name) -> f.objects(name, 0, MOST_RULES));
        checks.put("voicemail", (f, name) -> f.word(name, List.of("hang_up", "join")));
        return checks;
    }
}
