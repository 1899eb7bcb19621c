package dev.carillon.task;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Refusal;
import dev.carillon.call.PhoneNumber;
import dev.carillon.http.Fields;
import dev.carillon.http.Form;

/**
 * One recipient as a client sent it, each field checked.
 *
 * @param path             where it stood in the request: {@code tasks[3]}
 * @param agentId          null: the batch's
 * @param maxRetries       attempts after the first; null: the batch's
 * @param timezone         where the called party is; null: as the number tells
 * @param dynamicVariables a JSON object as text
 */
public record NewTask(String path, String toNumber, @Nullable String agentId, @Nullable Integer maxRetries,
        @Nullable Instant notBefore, @Nullable ZoneId timezone, @Nullable String externalId,
        @Nullable String dynamicVariables) {

    /** How many tasks one request may carry. */
    public static final int MOST = 1000;

    private static final Form NUMBER =
            new Form("is not a telephone number", PhoneNumber.ALLOWED, PhoneNumber::looksRight);
    private static final int LONGEST_EXTERNAL_ID = 255;
    private static final int MOST_RETRIES = 9;
    private static final int VARIABLES_BYTES = 5 * 1024;

    /** What the tasks of a batch have from it. */
    public record Home(String fromNumber, @Nullable String agentId) {
    }

    /** Reads the field {@code tasks}; absent it is an empty list when {@code least} is 0, else refused. */
    public static List<NewTask> read(Fields body, Home home, int least) {
        List<Fields> objects = body.objects("tasks", least, MOST).orElse(List.of());
        if (objects.size() < least) {
            throw body.wrong("tasks", "is missing", "an array of " + least + " to " + MOST);
        }
        var tasks = new ArrayList<NewTask>(objects.size());
        for (Fields f : objects) {
            tasks.add(read(f, "tasks[" + tasks.size() + "]", home));
        }
        refuseSameExternalIds(tasks);
        return tasks;
    }

    /** How many attempts the task may have, the first included. */
    int budget(int batchAttempts) {
        return maxRetries == null ? batchAttempts : maxRetries + 1;
    }

    private static NewTask read(Fields f, String path, Home home) {
        String agentId = AgentId.read(f).orElse(null);
        if (agentId == null && home.agentId() == null) {
            throw f.wrong("agent_id", "is missing, and the batch call has none", AgentId.ALLOWED);
        }
        return new NewTask(path, number(f, home.fromNumber()), agentId,
                f.integer("max_retries", 0, MOST_RETRIES).orElse(null), f.instant("not_before").orElse(null),
                Zones.read(f, "timezone").orElse(null),
                f.text("external_id", 1, LONGEST_EXTERNAL_ID).orElse(null),
                f.json("dynamic_variables", VARIABLES_BYTES).orElse(null));
    }

    private static String number(Fields f, String fromNumber) {
        String number = readNumber(f, "to_number");
        if (number.equals(fromNumber)) {
            throw f.wrong("to_number", "is the same as from_number", "a number that is not the caller's own");
        }
        return number;
    }

    /** Reads a required telephone number. */
    public static String readNumber(Fields f, String name) {
        return f.text(name, NUMBER).orElseThrow(f.missing(name, PhoneNumber.ALLOWED));
    }

    private static void refuseSameExternalIds(List<NewTask> tasks) {
        Map<String, NewTask> first = new HashMap<>();
        for (NewTask t : tasks) {
            NewTask before = t.externalId() == null ? null : first.putIfAbsent(t.externalId(), t);
            if (before != null) {
                throw Refusal.invalid(t.path() + ".external_id",
                        "is the same as " + before.path() + ".external_id",
                        "each external_id once in a batch call");
            }
        }
    }
}
