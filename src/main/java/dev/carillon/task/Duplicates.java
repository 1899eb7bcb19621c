package dev.carillon.task;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.carillon.base.Refusal;

/** What becomes of a number that comes twice in one batch. */
public enum Duplicates {
    /** The later one is a task that ends at once as skipped. */
    SKIP,
    /** Both are dialled. */
    ALLOW,
    /** The whole request is refused. */
    REJECT;

    private final String word = name().toLowerCase(Locale.ROOT);

    public String word() {
        return word;
    }

    /** The words of all. */
    public static List<String> words() {
        return Arrays.stream(values()).map(Duplicates::word).toList();
    }

    /** The rule of a known word. */
    public static Duplicates of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /**
     * The tasks that are to be skipped because their number was there before, by their place in the list.
     *
     * @param already numbers that the batch has
     */
    public Set<Integer> skipped(List<NewTask> tasks, Set<String> already) {
        return switch (this) {
            case ALLOW -> Set.of();
            case SKIP -> later(tasks, already);
            case REJECT -> {
                refuse(tasks, already);
                yield Set.of();
            }
        };
    }

    private static Set<Integer> later(List<NewTask> tasks, Set<String> already) {
        var seen = new HashSet<>(already);
        var later = new HashSet<Integer>();
        for (int i = 0; i < tasks.size(); i++) {
            if (!seen.add(tasks.get(i).toNumber())) {
                later.add(i);
            }
        }
        return later;
    }

    private static void refuse(List<NewTask> tasks, Set<String> already) {
        Map<String, NewTask> first = new HashMap<>();
        for (NewTask t : tasks) {
            if (already.contains(t.toNumber())) {
                throw refusal(t, "is a number that the batch call has already");
            }
            NewTask before = first.putIfAbsent(t.toNumber(), t);
            if (before != null) {
                throw refusal(t, "is the same as " + before.path() + ".to_number");
            }
        }
    }

    private static Refusal refusal(NewTask task, String what) {
        return Refusal.invalid(task.path() + ".to_number", what,
                "each number once, as \"duplicates\": \"reject\" asks");
    }
}
