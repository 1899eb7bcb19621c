package dev.carillon.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import tools.jackson.databind.JsonNode;

import dev.carillon.call.BatchStatus;

/** The list as text: a line a batch with its bar, cut to the width there is. */
final class LiveTable {

    private static final int FIGURES = 52;
    private static final int SHORTEST_NAME = 12;
    private static final int LONGEST_NAME = 40;
    private static final int SHORTEST_BAR = 6;

    private LiveTable() {
    }

    /**
     * The lines of the table.
     *
     * @param data   the {@code data} of a list answer
     * @param width  columns of the terminal
     * @param height rows of the terminal; batches beyond it are counted in the last line
     */
    static List<String> lines(JsonNode data, int width, int height) {
        int name = Math.clamp(width - FIGURES - 20L, SHORTEST_NAME, LONGEST_NAME);
        int bar = Math.max(0, width - FIGURES - name - 1);
        var lines = new ArrayList<String>();
        lines.add(cut(
                String.format(Locale.ROOT, "%-" + name + "s %-10s %8s %8s %9s %9s", "name", "status", "tasks",
                        "sent", "picked up", "completed"),
                width));
        JsonNode batches = data.path("batch_calls");
        int shown = Math.min(Math.max(1, height - 3), batches.size());
        for (int i = 0; i < shown; i++) {
            lines.add(cut(line(batches.get(i), name, bar), width));
        }
        long all = data.path("pagination").path("total_count").asLong();
        lines.add(cut(all + " batch calls" + (all > shown ? ", " + shown + " shown" : ""), width));
        return lines;
    }

    /** Whether every batch of the answer has ended. */
    static boolean allEnded(JsonNode data) {
        for (JsonNode batch : data.path("batch_calls")) {
            if (!BatchStatus.of(batch.path("status").asString("")).map(BatchStatus::ended).orElse(false)) {
                return false;
            }
        }
        return true;
    }

    private static String line(JsonNode batch, int name, int bar) {
        String text = batch.path(batch.path("name").isNull() ? "batch_call_id" : "name").asString("");
        long total = batch.path("total_task_count").asLong();
        long sent = batch.path("sent").asLong();
        return String.format(Locale.ROOT, "%-" + name + "s %-10s %8d %8d %9d %9d %s", cut(text, name),
                batch.path("status").asString(""), total, sent, batch.path("picked_up").asLong(),
                batch.path("completed").asLong(), bar < SHORTEST_BAR ? "" : bar(sent, total, bar));
    }

    private static String bar(long done, long of, int width) {
        int full = of == 0 ? 0 : Math.toIntExact(done * width / of);
        return "█".repeat(full) + "░".repeat(width - full);
    }

    /** One line for where there is no terminal. */
    static String plain(JsonNode data) {
        return String.format(Locale.ROOT, "%d batch calls, %d tasks: sent %d, picked up %d, completed %d",
                data.path("batch_calls").size(), sum(data, "total_task_count"), sum(data, "sent"),
                sum(data, "picked_up"), sum(data, "completed"));
    }

    private static long sum(JsonNode data, String figure) {
        long sum = 0;
        for (JsonNode batch : data.path("batch_calls")) {
            sum += batch.path(figure).asLong();
        }
        return sum;
    }

    private static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, Math.max(0, width));
    }
}
