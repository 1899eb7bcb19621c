package dev.carillon.carrier.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.carillon.Law;
import dev.carillon.base.Chance;
import dev.carillon.base.Ids.CallKey;
import dev.carillon.doctor.Doctor;
import dev.carillon.upkeep.Upkeep;

/** A call from its batch to its end, told by callbacks that come as they come. */
@Tag("database")
class RestCallbackTest {

    private final RestHouse house = new RestHouse();

    @AfterEach
    void close() {
        assertEquals(0, house.ledger.deadlocks());
        house.close();
    }

    private String words() {
        return house.api.value("select count(*) from carrier_word");
    }

    private void tell(Callback callback) {
        HttpResponse<String> response = house.send(callback);
        assertEquals(200, response.statusCode(), response.body());
    }

    private List<Callback> completed(CallKey call) {
        return Callback.completed(house.address(call, "called"), house.address(call, "agent"));
    }

    private void lawsHold() {
        assertEquals(List.of(), new Doctor(house.api.database).examine());
    }

    @Test
    void a_call_is_told_step_by_step_and_ends_completed() {
        CallKey call = house.call();
        FakeCarrier.Asked order = house.fake.asked().getFirst();
        assertEquals(house.address(call, "called"), order.one("StatusCallback"));
        house.untilKept();
        String phases = "";
        for (Callback callback : completed(call)) {
            tell(callback);
            house.run(Duration.ofSeconds(1));
            phases += house.attempt().charAt(0);
        }
        assertEquals("01222334", phases);
        assertEquals("4 completed", house.attempt());
        assertEquals("completed 1 1 1", house.api.value(
                "select concat_ws(' ', status, sent, picked_up, completed) from batch_progress"));
        assertEquals("0", house.api.value("select count(*) from on_line"));
        assertEquals("0", house.api.value("select count(*) from carrier_word where not read"));
        assertEquals(1, house.fake.asked().size());
        lawsHold();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @Law("Ledger")
    void callbacks_in_any_order_and_more_than_once_come_to_the_same(long seed) {
        CallKey call = house.call();
        RandomGenerator random = Chance.seeded(seed);
        var callbacks = new ArrayList<>(completed(call));
        callbacks.addAll(completed(call));
        for (int i = callbacks.size() - 1; i > 0; i--) {
            Collections.swap(callbacks, i, random.nextInt(i + 1));
        }
        callbacks.forEach(this::tell);
        house.until(() -> house.attempt().startsWith("4"));
        assertEquals("4 completed", house.attempt());
        callbacks.forEach(this::tell);
        house.run(Duration.ofSeconds(3));
        assertEquals("1 1 1", house.api.value(
                "select concat_ws(' ', sent, picked_up, completed) from batch_progress"));
        lawsHold();
    }

    @Test
    void what_is_not_signed_for_this_call_is_forbidden_in_the_same_words_and_changes_nothing() {
        CallKey call = house.call();
        Callback good = completed(call).getLast();
        String elsewhere = good.path().replaceAll("call_[0-9a-f]{4}", "call_0000");
        var answers = new ArrayList<HttpResponse<String>>();
        answers.add(house.send(good.path(), good.body(), ""));
        answers.add(house.send(good.path(), good.body(), "x"));
        answers.add(house.send(good.by("another secret")));
        answers.add(house.send(good.path(), good.with("CallStatus", "busy").body(), good.signature()));
        answers.add(house.send(good.path(), good.with("More", "").body() + "&Other=1", good.signature()));
        answers.add(house.send(good.signing(house.address(call, "agent"))));
        answers.add(house.send(good.signing("http://127.0.0.1" + good.path())));
        answers.add(house.send(good.path() + "?a=b", good.body(), good.signing(good.address() + "?a=b")
                .signature()));
        answers.add(house.send(elsewhere, good.body(), good.signing(Orders.PUBLIC + elsewhere).signature()));
        answers.add(house.send("/callbacks/rest/42/called", good.body(), good.signature()));
        for (HttpResponse<String> answer : answers) {
            assertEquals(403, answer.statusCode(), answer.body());
            assertEquals(answers.getFirst().body(), answer.body());
        }
        house.api.execute("update trunk set kind = 'sandbox'");
        assertEquals(403, house.send(good).statusCode());
        assertEquals("0", words());
        house.run(Duration.ofSeconds(1));
        assertEquals("0", house.attempt());
    }

    @Test
    void a_port_may_stand_in_the_signed_address_or_not() {
        Callback good = completed(house.call()).getFirst();
        tell(good.signing(good.address().replace("calls.example.com", "calls.example.com:443")));
        assertEquals("1", words());
    }

    @Test
    void what_was_said_long_ago_or_before_something_else_changes_nothing() {
        CallKey call = house.call();
        Callback ringing = completed(call).get(1);
        tell(ringing.with("Timestamp", "Sun, 01 Mar 2026 09:44:00 +0000"));
        tell(ringing.with("Timestamp", "Sun, 01 Mar 2026 10:20:00 +0000"));
        tell(ringing.with("CallStatus", "dreaming"));
        tell(ringing.with("CallSid", "CA'1"));
        assertEquals("0", words());
        tell(ringing.with("Timestamp", "Sun, 01 Mar 2026 10:00:05 +0000"));
        assertEquals("1", words());
        tell(ringing);
        tell(completed(call).getFirst());
        assertEquals("1", words(), "a word again, and one from before it");
    }

    @ParameterizedTest
    @CsvSource({"machine_start,voicemail,1 ", "machine_end_beep,voicemail,1 ",
            "fax,voicemail,1 a fax machine has answered", "human,completed,0", "unknown,completed,0"})
    void a_machine_that_the_carrier_has_heard_is_a_voicemail(String who, String outcome, String report) {
        CallKey call = house.call();
        List<Callback> callbacks = completed(call);
        callbacks.subList(0, 3).forEach(this::tell);
        var answered = Callback.of(house.address(call, "answered-by"), "CallSid", "CA1", "AnsweredBy", who);
        tell(answered);
        tell(answered);
        callbacks.subList(3, callbacks.size()).forEach(this::tell);
        house.until(() -> house.attempt().startsWith("4"));
        assertEquals("4 " + outcome, house.attempt());
        assertEquals(report.strip(),
                house.api.value("select concat_ws(' ', count(*), min(note)) from call_report"));
        assertEquals(report.substring(0, 1),
                house.api.value("select count(*) from event where type = 'call_reported'"));
        lawsHold();
    }

    @Test
    void who_has_answered_is_believed_only_when_it_is_signed() {
        CallKey call = house.call();
        var answered = Callback.of(house.address(call, "answered-by"), "AnsweredBy", "machine_start");
        assertEquals(403, house.send(answered.by("another secret")).statusCode());
        assertEquals("0", house.api.value("select count(*) from call_report"));
    }

    @Test
    void other_methods_types_and_sizes_are_refused() {
        String path = completed(house.call()).getFirst().path();
        assertEquals(405, house.send(house.request(path).GET()).statusCode());
        assertEquals(415, house.send(house.request(path).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}"))).statusCode());
        assertEquals(413, house.send(path, "a=" + "x".repeat(20_000), "x").statusCode());
        assertEquals(400, house.send(path, "a=1&".repeat(300), "x").statusCode());
        assertEquals(400, house.send(path, "a=%ff", "x").statusCode());
    }

    @Test
    @Law("Single dial")
    void a_call_whose_answer_was_lost_is_not_placed_again_and_ends_when_its_carrier_says_so() {
        house.fake.next(FakeCarrier.Reply::lose);
        CallKey call = house.call();
        house.run(Duration.ofSeconds(20));
        assertEquals("0", house.attempt());
        house.run(Duration.ofSeconds(30));
        assertEquals("4 lost", house.attempt());
        assertEquals("1", house.api.value("select count(*) from on_line"), "it may be up");
        completed(call).forEach(this::tell);
        house.until(() -> house.api.value("select count(*) from on_line").equals("0"));
        assertEquals("4 lost", house.attempt());
        assertEquals("1", house.api.value("select count(*) from attempt"));
        assertEquals(List.of("/2010-04-01/Accounts/AC1/Calls.json"),
                house.fake.asked().stream().map(FakeCarrier.Asked::path)
                        .filter(path -> path.endsWith("/Calls.json")).toList());
        lawsHold();
    }

    @Test
    void a_call_that_is_hung_up_here_is_ended_there() {
        CallKey call = house.call();
        completed(call).subList(0, 6).forEach(this::tell);
        house.until(() -> house.attempt().startsWith("3"));
        house.api.post("/api/calls/" + house.api.ids.call(call.batchId(), 0, 1) + "/hang-up", "");
        house.until(() -> house.attempt().startsWith("4"));
        assertEquals("4 completed hang_up", house.attempt());
        assertEquals("completed", house.fake.asked().getLast().one("Status"));
        lawsHold();
    }

    @Test
    void what_a_carrier_told_goes_with_its_batch_call() {
        CallKey call = house.call();
        completed(call).forEach(this::tell);
        house.until(() -> house.attempt().startsWith("4"));
        assertFalse(words().equals("0"));
        assertEquals(200, house.api.delete(house.batch()).status());
        var upkeep = new Upkeep(house.api.database);
        while (upkeep.step(house.api.timeline.now()) > 0) {
            house.api.timeline.advance(Duration.ofSeconds(1));
        }
        assertEquals("0", words());
        assertEquals("0", house.api.value("select count(*) from carrier_call"));
    }
}
