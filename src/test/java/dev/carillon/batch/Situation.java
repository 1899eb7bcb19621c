package dev.carillon.batch;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.params.provider.Arguments;

import dev.carillon.call.BatchStatus;

/** Batch calls in a given status, however they came there, and tables over all of them. */
final class Situation {

    private Situation() {
    }

    /**
     * Lines like {@code "pause: draft=400 sent=paused …"} as arguments: the word before the colon, a status,
     * and what comes of it.
     */
    static List<Arguments> table(String... lines) {
        var all = new ArrayList<Arguments>();
        for (String line : lines) {
            String[] words = line.split("[: =]+", -1);
            if (words.length != 1 + 2 * BatchStatus.values().length) {
                throw new AssertionError("not every status: " + line);
            }
            for (int i = 1; i < words.length; i += 2) {
                all.add(Arguments.of(words[0], words[i], words[i + 1]));
            }
        }
        return all;
    }

    /** A batch with two tasks in this status, with a time to start in 2030. */
    static String batchIn(ApiHouse house, String status) {
        String id = house.create(BatchCreateTest.tasks(
                "{'to_number': '+14155550101'}, {'to_number': '+14155550102', 'max_retries': 1}",
                "'agent_id': 'agent_a', 'status': 'draft', 'trigger_timestamp': '2030-01-01T00:00:00Z'"));
        is(house, id, status);
        return id;
    }

    static void is(ApiHouse house, String id, String status) {
        boolean ended = status.equals("completed") || status.equals("failed");
        house.execute("update batch_progress set status = '%s', open = %d, failed = %d where batch_id = %s"
                .formatted(status, ended ? 0 : 2, ended ? 2 : 0, ApiHouse.key(id)));
        house.execute("update batch_call set status = '%s', reason = %s where batch_id = %s".formatted(status,
                status.equals("paused") ? "'by_user'" : "null", ApiHouse.key(id)));
    }

    /** Everything that a change of a batch may write, as one text. */
    static String rows(ApiHouse house, String id) {
        return house.value("""
                select concat_ws(' ', b, p, u, (select count(*) from event e where e.batch_id = b.batch_id),
                    (select count(*) from deferred_end d where d.batch_id = b.batch_id),
                    (select count(*) from batch_edit d where d.batch_id = b.batch_id),
                    (select string_agg(t::text, ' ' order by seq) from task t
                     where t.batch_id = b.batch_id))
                from batch_call b join batch_progress p using (batch_id)
                join usage u on u.scope = 10 and u.id = b.batch_id::text
                where batch_id = """ + ApiHouse.key(id));
    }
}
