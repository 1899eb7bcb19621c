package dev.carillon.callback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.carillon.Law;
import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.Patience;
import dev.carillon.batch.ApiHouse;
import dev.carillon.batch.ApiHouse.Reply;
import dev.carillon.call.CarrierEvent.Kind;
import dev.carillon.call.Cause;
import dev.carillon.call.Outcome;
import dev.carillon.doctor.Doctor;
import dev.carillon.upkeep.Upkeep;

/** One call is read and hung up, and what its agent says of it holds. */
@Tag("database")
class CallsTest {

    private static final Kind[] JOINED = {Kind.RINGING, Kind.ANSWERED, Kind.JOINED};

    private final CallHouse house = new CallHouse();

    @AfterEach
    void close() {
        assertEquals(0, house.ledger.deadlocks());
        house.close();
    }

    /** When every call is over, for the doctor asks the clock on the wall. */
    private void lawsHold() {
        assertEquals(List.of(), new Doctor(house.api.database).examine());
    }

    private String value(String sql) {
        return house.api.value(sql);
    }

    private String figures() {
        return value("select concat_ws(' ', sent, picked_up, completed, failed, open) from batch_progress");
    }

    private void assertApplied(Reply reply, boolean applied) {
        assertEquals(200, reply.status(), reply.text());
        assertEquals(String.valueOf(applied), reply.field("applied"), reply.text());
    }

    @Test
    void a_call_is_read_as_far_as_it_has_come() {
        CallKey call = house.call(JOINED);
        Reply live = house.read(call);
        assertEquals("joined", live.field("status"));
        assertTrue(live.data().get("outcome").isNull());
        assertEquals("{\"name\":\"Ada\"}", live.data().get("dynamic_variables").toString());
        assertEquals("crm-0", live.field("external_id"));
        assertEquals(CallHouse.NUMBER, live.field("to_number"));
        assertEquals("answered_at_once", live.data().get("hints").get(0).get("hint").asString());
        house.ends(call);
        Reply ended = house.read(call);
        assertEquals("completed", ended.field("outcome"));
        assertEquals("short_answer", ended.data().get("hints").get(1).get("hint").asString());
        assertEquals("completed", house.read(call).field("outcome"), "a hint is no fact");
    }

    @Test
    void why_the_network_ended_it_is_kept_and_shown() {
        CallKey call = house.call(Kind.RINGING);
        assertTrue(house.read(call).data().get("sip_status").isNull());
        house.tell(call, Outcome.BUSY, new Cause(486, 17, "Busy Here"));
        house.run(Duration.ofSeconds(1));
        Reply ended = house.read(call);
        assertEquals(List.of("busy", "486", "17", "Busy Here"), List.of(ended.field("outcome"),
                ended.field("sip_status"), ended.field("q850_cause"), ended.field("reason_text")));
        assertTrue(ended.data().get("note").isNull());
        lawsHold();
    }

    @Test
    void what_the_network_says_of_a_call_that_we_hung_up_is_kept_beside_our_own_outcome() {
        CallKey call = house.call(Kind.RINGING);
        house.silent = true;
        house.run(Duration.ofSeconds(31));
        house.tell(call, Outcome.CANCELLED, new Cause(487, 0, "Request Terminated"));
        house.run(Duration.ofSeconds(1));
        Reply ended = house.read(call);
        assertEquals("no_answer", ended.field("outcome"));
        assertEquals("487", ended.field("sip_status"));
        assertTrue(ended.data().get("q850_cause").isNull());
    }

    @Test
    @Law("Acknowledged")
    void a_voicemail_that_was_said_before_the_end_was_recorded_is_its_outcome_and_is_tried_again() {
        CallKey call = house.call(JOINED);
        house.tell(call, Outcome.COMPLETED);
        assertApplied(house.say(call, "{'classification': 'voicemail'}"), true);
        house.run(Duration.ofSeconds(1));
        assertEquals("voicemail", house.read(call).field("outcome"));
        assertEquals("1 1 0 0 1", figures());
        assertEquals("1 retry_wait", value("select concat_ws(' ', count(*), min(reason)) from due"));
        house.run(Duration.ofMinutes(11));
        assertEquals("2", value("select count(*) from attempt"));
        assertEquals("attempt_ended voicemail, call_reported voicemail",
                value("select string_agg(type || ' ' || word, ', ' order by type) from event where no = 1"));
        lawsHold();
    }

    @Test
    @Law("Monotone")
    void a_voicemail_that_is_said_after_the_end_is_kept_and_changes_nothing() {
        CallKey call = house.call(JOINED);
        house.ends(call);
        String before = figures();
        Reply reply = house.say(call, "{'classification': 'voicemail', 'note': 'A mailbox.'}");
        assertApplied(reply, false);
        assertEquals("call_ended", reply.field("applied_reason"));
        assertEquals("true", reply.field("late"));
        assertEquals("completed", house.read(call).field("outcome"));
        assertEquals("A mailbox.", house.read(call).data().get("report").get("note").asString());
        assertEquals(before, figures());
        lawsHold();
    }

    @Test
    @Law("Acknowledged")
    void an_end_that_meets_the_report_waits_for_it_and_knows_it() throws Exception {
        CallKey call = house.call(JOINED);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> recorded = house.api.database.transaction(handle -> {
                ReportSql.sayVoicemail(handle, ApiHouse.ONE, call);
                ReportSql.tell(handle, ApiHouse.ONE, call,
                        new Told("voicemail", false, null, null, house.api.timeline.now()));
                Future<?> recording = threads.submit(() -> house.ends(call));
                assertTrue(Patience.until(Duration.ofSeconds(20), () -> value(
                        "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                                + " and datname = current_database()")
                        .equals("1")));
                return recording;
            });
            recorded.get();
        }
        assertEquals("voicemail", house.read(call).field("outcome"));
        assertEquals("1 1 0 0 1", figures());
    }

    @Test
    @Law("Suppression")
    void who_opts_out_is_not_called_from_then_on() {
        house.batch(CallHouse.NUMBER, CallHouse.NUMBER);
        house.run(Duration.ofMillis(500));
        var call = new CallKey(Long.parseLong(value("select batch_id from batch_call")), 0, 1);
        assertApplied(house.say(call, "{'opt_out': true, 'classification': 'human'}"), true);
        assertEquals(CallHouse.NUMBER + " opt_out",
                value("select concat_ws(' ', number, source) from do_not_call"));
        house.ends(call);
        house.run(Duration.ofMinutes(5));
        assertEquals("do_not_call", value("select reason from task where seq = 1"));
        assertEquals("1", value("select count(*) from attempt"));
        assertApplied(house.say(call, "{'opt_out': true}"), true);
        assertEquals("1", value("select count(*) from event where type = 'call_opted_out'"));
        lawsHold();
    }

    @Test
    @Law("Suppression")
    void who_does_not_want_a_call_by_the_networks_word_is_not_called_from_then_on() {
        house.batch(CallHouse.NUMBER, CallHouse.NUMBER);
        house.run(Duration.ofMillis(500));
        var call = new CallKey(Long.parseLong(value("select batch_id from batch_call")), 0, 1);
        house.tell(call, Outcome.BLOCKED_BY_CALLEE, new Cause(607, 0, "Unwanted"));
        house.run(Duration.ofMinutes(5));
        assertEquals(CallHouse.NUMBER + " blocked_by_callee",
                value("select concat_ws(' ', number, source) from do_not_call"));
        assertEquals("failed null, skipped do_not_call", value("select string_agg(status || ' '"
                + " || coalesce(reason, 'null'), ', ' order by seq) from task"));
        lawsHold();
        house.api.execute("delete from do_not_call");
        assertEquals("whoever did not want a call is on the do-not-call list",
                new Doctor(house.api.database).examine().getFirst().what());
        house.api.execute("insert into do_not_call_removed select organization_id, '" + CallHouse.NUMBER
                + "', '2026-03-02Z' from batch_call");
        lawsHold();
    }

    @Test
    void reports_add_up_and_a_voicemail_and_an_opt_out_stay() {
        CallKey call = house.call(JOINED);
        house.say(call, "{'classification': 'human', 'disposition': 'first', 'note': 'one'}");
        house.say(call, "{'classification': 'voicemail', 'disposition': 'last', 'opt_out': true}");
        Reply reply = house.say(call, "{'classification': 'human', 'note': 'two'}");
        assertEquals("voicemail true last two", String.join(" ", reply.field("classification"),
                reply.field("opt_out"), reply.field("disposition"), reply.field("note")));
    }

    @Test
    void what_is_said_again_is_no_news_and_locks_no_call() {
        CallKey call = house.call(JOINED);
        String said = "{'classification': 'voicemail', 'opt_out': true, 'disposition': 'x', 'note': 'y'}";
        assertApplied(house.say(call, said), true);
        String row = value("select xmin from attempt");
        assertApplied(house.say(call, said), true);
        assertEquals(row, value("select xmin from attempt"));
        assertEquals("1", value("select count(*) from event where type = 'call_reported'"));
        house.say(call, "{'note': 'z'}");
        assertEquals("2", value("select count(*) from event where type = 'call_reported'"));
    }

    @Test
    void an_end_that_was_ours_hints_at_no_machine() {
        CallKey call = house.call(JOINED);
        house.hangUp(call);
        house.run(Duration.ofSeconds(1));
        assertEquals("completed", house.read(call).field("outcome"));
        assertEquals(1, house.read(call).data().get("hints").size());
    }

    @Test
    void a_request_that_is_repeated_has_its_effect_once() {
        CallKey call = house.call(JOINED);
        String body = "{\"disposition\": \"sold\"}";
        Reply first = house.api.asking("POST", house.path(call) + "/outcome", body).once("k")
                .as(ApiHouse.ONE);
        house.ends(call);
        Reply again = house.api.asking("POST", house.path(call) + "/outcome", body).once("k")
                .as(ApiHouse.ONE);
        assertEquals(first, again);
        assertEquals("1", value("select count(*) from event where type = 'call_reported'"));
    }

    @ParameterizedTest
    @CsvSource({"ANSWERED,cancelled", "JOINED,completed"})
    @Law("Obedience")
    void a_live_call_is_hung_up_within_a_second_and_once(Kind kind, String outcome) {
        CallKey call = house.call(Kind.RINGING, kind);
        Reply asked = house.hangUp(call);
        assertEquals("Call is being hung up", asked.message());
        assertEquals("true", asked.field("hanging_up"));
        assertEquals(200, house.hangUp(call).status());
        house.run(Duration.ofSeconds(1));
        assertEquals(List.of(call), house.hungUp);
        Reply ended = house.hangUp(call);
        assertEquals("Call has ended", ended.message());
        assertEquals(outcome, ended.field("outcome"));
        assertEquals("hang_up", house.read(call).field("note"));
        house.run(Duration.ofSeconds(1));
        assertEquals(1, house.hungUp.size());
        assertEquals("1", value("select count(*) from attempt"));
        assertEquals("1", value("select count(*) from hang_up"));
        assertTrue(new Upkeep(house.api.database).step(house.api.timeline.now()) > 0);
        assertEquals("0", value("select count(*) from hang_up"));
        lawsHold();
    }

    @Test
    @Law("Obedience")
    void a_lost_call_whose_places_are_taken_is_hung_up_when_its_node_has_it() {
        CallKey call = house.call(Kind.RINGING);
        house.takenOver();
        assertEquals("lost", house.read(call).field("outcome"));
        Reply asked = house.hangUp(call);
        assertEquals("Call is lost and may be up: it is hung up as soon as its node has it",
                asked.message());
        assertEquals(List.of("ended", "lost", "true"),
                List.of(asked.field("status"), asked.field("outcome"), asked.field("hanging_up")));
        new Upkeep(house.api.database).step(house.api.timeline.now());
        assertEquals("1", value("select count(*) from hang_up"));
        house.startAgain();
        house.run(Duration.ofSeconds(1));
        assertEquals(List.of(call), house.hungUp);
        assertEquals("0", value("select count(*) from on_line"));
        assertEquals("lost", house.read(call).field("outcome"));
        Reply over = house.hangUp(call);
        assertEquals("Call has ended", over.message());
        assertEquals("false", over.field("hanging_up"));
        new Upkeep(house.api.database).step(house.api.timeline.now());
        assertEquals("0", value("select count(*) from hang_up"));
        assertEquals("0", value("select sum(live) from usage"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {} | body: tells nothing; allowed: at least one of classification, opt_out, disposition, note
            {'note': null} | body: tells nothing; allowed: at least one of
            {'optout': true} | optout: is not known; allowed: classification, opt_out, disposition, note
            {'classification': 'fax'} | classification: "fax" is not known; allowed: voicemail, human
            {'classification': true} | classification: must be text, not true or false; allowed: voicemail, human
            {'opt_out': false} | opt_out: false takes nothing back; allowed: true, or absent
            {'opt_out': 'yes'} | opt_out: must be true or false, not text; allowed: true, false
            {'disposition': ''} | disposition: is empty; allowed: text of 1 to 100 characters
            {'note': 7} | note: must be text, not a number; allowed: text of 1 to 2000 characters
            """)
    void what_is_wrong_is_named_and_nothing_is_kept(String report, String error) {
        CallKey call = house.call(JOINED);
        Reply reply = house.say(call, report);
        assertEquals(400, reply.status(), reply.text());
        assertTrue(reply.error().startsWith(error), reply.error());
        assertEquals("0", value("select count(*) from call_report"));
    }
}
