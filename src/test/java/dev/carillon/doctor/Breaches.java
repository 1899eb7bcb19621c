package dev.carillon.doctor;

import java.util.List;
import java.util.stream.Stream;

import dev.carillon.doctor.DoctorTest.Breach;

/**
 * Each law of {@code healthy.sql} broken in each way that a question asks for; what forbids it is taken away
 * first.
 */
final class Breaches {

    private static final List<Breach> LEDGER = List.of(
            Breach.of("Ledger", "counters equal a recount of the tasks",
                    "alter table task drop constraint explained",
                    "update task set status = 'failed' where batch_id = 1 and seq = 0"),
            Breach.of("Ledger", "counters equal a recount of the attempts",
                    "update batch_progress set sent = 5 where batch_id = 1"),
            Breach.of("Ledger", "0 <= completed <= picked_up <= sent <= total",
                    "alter table batch_progress drop constraint ledger_figures",
                    "update batch_progress set picked_up = 5 where batch_id = 1"),
            Breach.of("Ledger", "a batch and its progress say the same status and total",
                    "update batch_call set status = 'completed' where batch_id = 1"),
            Breach.of("Ledger", "an organisation's counter equals a count of its batch calls",
                    "delete from organization_counter where organization_id = 'bbbbbbbbbbbbbbbbbbbb'"),
            Breach.of("Ledger", "a tally of calls equals a recount of the attempts",
                    "update call_tally set calls = 3 where minute = '2026-03-01 11:59Z'"),
            Breach.of("Ledger", "a tally of calls equals a recount of the attempts",
                    "delete from call_tally where minute = '2026-03-01 11:50Z'"),
            Breach.of("Ledger", "every attempt has its task",
                    "delete from task where batch_id = 1 and seq = 0"),
            Breach.of("Ledger", "a report is about an attempt that is there",
                    "insert into call_report values (1, 0, 9, 'human', false, null, null, false,"
                            + " '2026-03-01Z', '2026-03-01Z')"),
            Breach.of("Ledger",
                    "a call of which it was said in time that a machine answered did not complete",
                    "update attempt set said_voicemail = true where outcome = 'completed'"),
            Breach.of("Ledger", "that a machine answered was said by somebody",
                    "update attempt set said_voicemail = true where phase < 4"),
            wrongSeal("failed", "2, 0, 0, 0"), wrongSeal("failed", "1, 1, 0, 0"),
            wrongSeal("failed", "1, 1, 1, 0"),
            wrongSeal("paused", "1, 0, 0, 0"),
            Breach.of("Ledger", "every row is of a batch call that is there or being removed",
                    "insert into due values (9, '2026-03-01 12:30Z', 0, 1, 0, 'not_before')"),
            Breach.of("Ledger", "nobody sees a batch call that is being removed",
                    "insert into removed_batch values (2, 'aaaaaaaaaaaaaaaaaaaa', '2026-03-01 11:59Z')"));

    /** Its one task was skipped: its true figures are 1, 0, 0, 0. */
    private static Breach wrongSeal(String status, String figures) {
        return Breach.of("Ledger", "a sealed batch has ended, and its seal equals a recount",
                "update task set status = 'skipped', reason = 'expired' where batch_id = 3",
                "update batch_progress set open = 0, skipped = 1, status = '%s' where batch_id = 3"
                        .formatted(status),
                "insert into batch_seal values (3, %s, '2026-03-01 12:00Z')".formatted(figures));
    }

    /** A copy of the live attempt of task 1, with changes. */
    private static final String COPY = """
            insert into attempt (batch_id, seq, no, spent, budget, phase, node_id, trunk_id, to_number,
                                 agent_id,
                                 opened_at, place_at, place_by, last_deadline)
            select batch_id, %s, spent, budget, 0, node_id, trunk_id, to_number, agent_id, %s, place_by,
                   last_deadline
            from attempt where batch_id = 1 and seq = 1""";

    private static final List<Breach> SINGLE_DIAL = List.of(
            Breach.of("Single dial", "a task has at most one live attempt",
                    COPY.formatted("1, 2", "opened_at, place_at")),
            Breach.of("Single dial", "a number has at most one live call of an organisation",
                    COPY.formatted("5, 1", "opened_at, place_at")),
            Breach.of("Single dial", "every live attempt is on the line",
                    "delete from on_line where batch_id = 1 and seq = 1"),
            Breach.of("Single dial", "whatever is on the line is a live or lost attempt",
                    "update attempt set outcome = 'failed' where batch_id = 1 and seq = 4"),
            Breach.of("Single dial", "a lost attempt is followed by another only where a rule says so",
                    "update attempt set last_deadline = '2026-03-01 11:59:59Z' where seq = 4",
                    COPY.formatted("4, 2", "opened_at + interval '10 s', place_at")),
            Breach.of("Single dial", "an attempt is placed at most three times, over another trunk each time",
                    "insert into placement values (1, 1, 1, 1, 1, '2026-03-01 11:59:54Z',"
                            + " '2026-03-01 11:59:55Z', 'congestion')"),
            Breach.of("Single dial", "a lost attempt is not followed by another before its last deadline",
                    "update batch_call set retry_rules = '[{\"condition\": \"lost\", \"minutes\": 1}]'",
                    COPY.formatted("4, 2", "opened_at, place_at")),
            Breach.of("Single dial",
                    "what is kept to go on with a call after a crash is of a live or lost attempt",
                    "insert into resumable values (1, 0, 1, '{}', '2026-03-01Z')"));

    private static final List<Breach> CAPACITY = List.of(
            Breach.of("Capacity", "what a limit says is live is on the line",
                    "update usage set live = 1 where scope = 40 and id = '1'"),
            Breach.of("Capacity", "what a caller ID's limit says is live is on the line",
                    "insert into usage (organization_id, scope, id, live, free_at)"
                            + " select organization_id, 20, from_number, 7, created_at from batch_call"
                            + " where batch_id = 1"),
            Breach.of("Capacity", "live calls do not exceed a limit",
                    "update usage set max_live = 1 where scope = 50"),
            Breach.of("Capacity", "live calls do not exceed a limit",
                    "update usage set max_live = 2, reserved = 1 where scope = 40 and live = 2"),
            Breach.of("Capacity", "starts on a trunk in any window of the last hour keep its pace",
                    "update attempt set place_at = place_at - interval '1 ms' where seq = 4"));

    private static final List<Breach> BUDGET = List.of(
            Breach.of("Budget", "attempts that cost do not exceed the task's budget",
                    "update task set budget = 1 where batch_id = 1 and seq = 2",
                    "alter table attempt drop constraint attempt_budget",
                    COPY.formatted("2, 2", "opened_at, place_at")),
            Breach.of("Budget", "an attempt knows what was spent up to it",
                    "update attempt set spent = 2 where batch_id = 1 and seq = 0 and no = 2"),
            Breach.of("Budget", "a due row knows what was spent before it", "update due set spent = 0"),
            Breach.of("Budget", "attempts to a number do not exceed its organisation's cap",
                    "update attempt set to_number = '+4915110000002',"
                            + " opened_at = opened_at - interval '1 day' where seq = 4",
                    "update organization set cap_attempts = 1, cap_days = 2"));

    private static final List<Breach> EXPLAINED = List.of(
            Breach.of("Explained", "a pending task behind the cursor has one live attempt or one due row",
                    "delete from due"),
            Breach.of("Explained", "a pending task behind the cursor has one live attempt or one due row",
                    "insert into due values (1, '2026-03-01 12:31Z', 1, 2, 1, 'retry_wait')"),
            Breach.of("Explained", "nothing is due or dialled that the cursor has not passed",
                    "insert into due values (1, '2026-03-01 12:31Z', 5, 1, 0, 'not_before')"),
            Breach.of("Explained", "a skipped task, and no other, has a reason",
                    "alter table task drop constraint explained",
                    "update task set reason = null where batch_id = 1 and seq = 3"),
            Breach.of("Explained", "only pending tasks are due",
                    "insert into due values (1, '2026-03-01 12:31Z', 3, 1, 0, 'not_before')"),
            Breach.of("Explained", "a paused batch, and no other, has a reason",
                    "alter table batch_call drop constraint batch_call_check",
                    "update batch_call set reason = null where batch_id = 2"));

    private static final List<Breach> PROGRESS = List.of(
            Breach.of("Progress", "a batch with nothing open has ended",
                    "update batch_progress set open = 0, skipped = 1 where batch_id = 3"),
            Breach.of("Progress", "what is due is dialled when nothing is in its way",
                    "update node set lease_until = '2026-03-01 12:30Z' where node_id = 1").later(),
            Breach.of("Progress", "a dead node's attempts are taken over",
                    "update attempt set node_id = 2 where batch_id = 1 and seq = 1"),
            Breach.of("Progress", "nothing is on the line past its last deadline",
                    "update on_line set deadline = '2026-03-01 11:59:49Z' where seq = 4"));

    private static final List<Breach> OTHERS = List.of(
            Breach.of("Suppression", "no attempt is opened to a number that is on the do-not-call list",
                    "update do_not_call set added_at = '2026-03-01 11:49:58Z' where number ~ '0000$'"),
            Breach.of("Suppression", "whoever did not want a call is on the do-not-call list",
                    "update attempt set outcome = 'blocked_by_callee', sip_status = 607 where seq = 2"),
            Breach.of("Window", "no attempt is placed in the quiet hours of its batch",
                    "update attempt set place_at = '2026-03-01 06:59:59Z' where seq = 0 and no = 2"),
            Breach.of("Window", "no attempt rings outside of a calling window",
                    "update attempt set place_at = '2026-03-01 12:29:31Z' where seq = 2"),
            Breach.of("Window", "no attempt rings outside of a calling window",
                    "update attempt set zones = null where seq = 2"),
            Breach.of("Window", "no attempt rings outside of a calling window",
                    "update organization set calling_window = '[{\"days\": [7], \"start_time\": \"11:00\","
                            + " \"end_time\": \"12:00\"}]'"),
            Breach.of("Window", "no attempt rings outside of a calling window",
                    "update batch_call set sandbox = false, calling_window = null",
                    "update attempt set place_at = '2026-03-01 06:59:59Z' where seq = 2"),
            Breach.of("Tenancy", "what is on the line belongs to the organisation of its batch",
                    "update on_line set organization_id = 'bbbbbbbbbbbbbbbbbbbb' where seq = 1"),
            Breach.of("Tenancy", "an event belongs to the organisation of its batch",
                    "update event set organization_id = 'bbbbbbbbbbbbbbbbbbbb'"),
            Breach.of("Tenancy", "a limit belongs to the organisation of what it limits",
                    "update usage set organization_id = 'bbbbbbbbbbbbbbbbbbbb' where id = '2'"),
            Breach.of("Tenancy", "a caller ID and its trunk belong to one organisation",
                    "update caller_id set trunk_id = 1 where trunk_id = 2"),
            Breach.of("Tenancy", "a caller ID's limit belongs to an organisation that has the caller ID",
                    "insert into usage (organization_id, scope, id, free_at)"
                            + " values ('aaaaaaaaaaaaaaaaaaaa', 20, '+10000000', '2026-03-01Z')"),
            Breach.of("Tenancy", "a call goes over a trunk of its own organisation",
                    "update attempt set trunk_id = 2 where batch_id = 1 and seq = 0"));

    static final List<Breach> ALL =
            Stream.of(LEDGER, SINGLE_DIAL, CAPACITY, BUDGET, EXPLAINED, PROGRESS, OTHERS)
                    .flatMap(List::stream).toList();

    private Breaches() {
    }
}
