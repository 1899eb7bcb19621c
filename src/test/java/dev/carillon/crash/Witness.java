package dev.carillon.crash;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.carillon.doctor.Doctor;

/** Compares what the journal says was placed with what the database says of it. */
final class Witness {

    /**
     * The database's clock and the test's are one, but a kill is noted just before and just after it happens.
     */
    private static final long SLACK_MILLIS = 1_500;

    private final World world;
    private final List<Journal.Line> journal;
    private final List<String> breaches = new ArrayList<>();

    Witness(World world, List<Journal.Line> journal) {
        this.world = world;
        this.journal = journal;
    }

    /**
     * All that is wrong.
     *
     * @param tasks how many tasks were acknowledged
     * @param kills when something was killed, in pairs of just before and just after
     */
    List<String> breaches(int tasks, List<Instant> kills) {
        everyTaskOnceAndEnded(tasks);
        everyPlacementHasItsAttempt();
        noNumberTwice();
        lostOnlyAtKills(kills);
        found("Single dial: attempted again after lost", """
                select a.batch_id, a.seq, a.no from attempt a join attempt l using (batch_id, seq)
                where l.outcome = 'lost' and a.no > l.no""");
        new Doctor(world.database()).examine().forEach(f -> breaches.add("doctor: " + f));
        return breaches;
    }

    private void everyTaskOnceAndEnded(int tasks) {
        long there = world.rows("select count(*) as n from task").getFirst().number("n");
        if (there != tasks) {
            breaches.add("Acknowledged is durable: " + there + " tasks of " + tasks);
        }
        found("Progress: not ended",
                "select batch_id, seq, status from task where status = 'pending' limit 5");
    }

    private void everyPlacementHasItsAttempt() {
        Map<String, String> attempts = new HashMap<>();
        world.rows("select batch_id, seq, no, outcome from attempt where outcome is not null").forEach(
                row -> attempts.put(row.text("batch_id") + "/" + row.text("seq") + "/" + row.text("no"),
                        row.text("outcome")));
        Set<String> placed = new HashSet<>();
        for (Journal.Line line : journal) {
            String call = line.task() + "/" + line.no();
            if (!attempts.containsKey(call)) {
                breaches.add("Single dial: placed without an attempt: " + call);
            } else if ("not_placed".equals(attempts.get(call))) {
                breaches.add("Single dial: placed, but closed as not placed: " + call);
            }
            if (!placed.add(call)) {
                breaches.add("Single dial: one attempt placed twice: " + call);
            }
        }
    }

    /**
     * A number stands in the journal once for each attempt that a rule made; here a rule makes only no_answer
     * and such.
     */
    private void noNumberTwice() {
        Map<String, Integer> allowed = new HashMap<>();
        world.rows("""
                select to_number, 1 + count(*) filter (where outcome in ('no_answer', 'busy', 'voicemail', 'congestion')) as n
                from attempt group by to_number""")
                .forEach(row -> allowed.put(row.text("to_number"), Math.toIntExact(row.number("n"))));
        Map<String, Integer> placed = new HashMap<>();
        journal.forEach(line -> placed.merge(line.number(), 1, Integer::sum));
        placed.forEach((number, times) -> {
            if (times > allowed.getOrDefault(number, 0)) {
                breaches.add("Single dial: " + number + " was rung " + times + " times");
            }
        });
    }

    private void lostOnlyAtKills(List<Instant> kills) {
        for (var row : world
                .rows("""
                select batch_id, seq, (extract(epoch from opened_at) * 1000)::bigint as opened,
                       (extract(epoch from ended_at) * 1000)::bigint as ended
                from attempt where outcome = 'lost'""")) {
            Instant opened = Instant.ofEpochMilli(row.number("opened"));
            Instant ended = Instant.ofEpochMilli(row.number("ended"));
            boolean atKill = false;
            for (Instant kill : kills) {
                atKill |= opened.isBefore(kill.plusMillis(SLACK_MILLIS))
                        && ended.isAfter(kill.minusMillis(SLACK_MILLIS));
            }
            if (!atKill) {
                breaches.add("Single dial: lost without a kill: " + row);
            }
        }
    }

    private void found(String law, String sql) {
        world.rows(sql).forEach(row -> breaches.add(law + ": " + row));
    }
}
