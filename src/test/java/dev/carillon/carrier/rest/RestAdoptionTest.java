package dev.carillon.carrier.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.carillon.Law;
import dev.carillon.base.Ids.CallKey;
import dev.carillon.doctor.Doctor;

/** A node dies with a call up at its carrier, and starts again. */
@Tag("database")
class RestAdoptionTest {

    private static final String COMPLETED = "{\"sid\": \"CA1\", \"status\": \"completed\"}";

    private final RestHouse house = new RestHouse();

    @AfterEach
    void close() {
        assertEquals(List.of(), new Doctor(house.api.database).examine());
        assertEquals(0, house.ledger.deadlocks());
        house.close();
    }

    private List<Callback> callbacks(CallKey call) {
        return Callback.completed(house.address(call, "called"), house.address(call, "agent"));
    }

    /** A call that has come so far, as far as the node knows: the first words were told. */
    private List<Callback> upTo(int words, char phase) {
        CallKey call = house.call();
        house.untilKept();
        List<Callback> all = callbacks(call);
        all.subList(0, words).forEach(house::send);
        house.until(() -> house.attempt().charAt(0) == phase);
        return all;
    }

    private String asked() {
        List<FakeCarrier.Asked> all = house.fake.asked();
        return String.join(" ", all.subList(1, all.size()).stream()
                .map(a -> a.method() + ":" + a.path().substring(a.path().lastIndexOf('/') + 1) + ":"
                        + a.one("Status"))
                .toList());
    }

    private String online() {
        return house.api.value("select count(*) from on_line");
    }

    @Test
    void a_joined_call_goes_on_and_its_end_is_recorded() {
        List<Callback> all = upTo(6, '3');
        house.startAgain();
        house.until(() -> asked().equals("GET:CA1.json:"));
        house.run(Duration.ofSeconds(20));
        assertEquals("3", house.attempt());
        all.subList(6, 8).forEach(house::send);
        house.until(() -> house.attempt().startsWith("4"));
        assertEquals("4 completed", house.attempt());
        assertEquals("0", online());
        assertEquals("0", house.api.value("select count(*) from resumable"));
        assertEquals("GET:CA1.json:", asked());
    }

    @Test
    void an_end_that_was_told_to_nobody_is_found_by_asking() {
        upTo(6, '3');
        house.fake.next(reply -> reply.say(200, COMPLETED));
        house.startAgain();
        house.until(() -> house.attempt().startsWith("4"));
        assertEquals("4 completed", house.attempt());
        assertEquals("0", online());
    }

    @Test
    void a_call_that_rang_is_ended() {
        upTo(2, '1');
        house.fake.next(reply -> reply.say(200, "{\"calls\": []}"));
        house.fake.next(reply -> reply.say(200, "{\"sid\": \"CA1\", \"status\": \"ringing\"}"));
        house.startAgain();
        house.untilAsked(4);
        house.until(() -> house.attempt().startsWith("4"));
        assertEquals("4 no_answer", house.attempt());
        assertEquals("GET:Calls.json: GET:CA1.json: POST:CA1.json:canceled", asked());
    }

    @Test
    void a_carrier_that_is_slow_to_say_how_far_it_is_is_waited_for() {
        upTo(2, '1');
        var released = new CountDownLatch(1);
        house.fake.next(reply -> {
            reply.hold(released);
            reply.say(200, "{\"calls\": []}");
        });
        house.fake.next(reply -> reply.say(200, "{\"sid\": \"CA1\", \"status\": \"ringing\"}"));
        house.startAgain();
        house.untilAsked(2);
        house.run(Duration.ofSeconds(12));
        assertEquals("1", house.attempt());
        released.countDown();
        house.until(() -> house.attempt().startsWith("4"));
        assertEquals("4 no_answer", house.attempt());
        assertEquals("0", online());
    }

    @Test
    @Law("Progress")
    void of_one_whose_carrier_gives_no_answer_nothing_is_known_and_its_places_stay_taken() {
        upTo(2, '1');
        house.fake.always(_ -> FakeCarrier.Reply::lose);
        house.startAgain();
        house.until(() -> house.attempt().startsWith("4"));
        assertEquals("4 lost its node was started again, and its carrier said no more", house.attempt());
        assertEquals("1", online());
    }

    @Test
    void a_call_whose_agent_was_not_there_yet_is_hung_up() {
        upTo(4, '2');
        house.startAgain();
        house.untilAsked(4);
        house.until(() -> house.attempt().startsWith("4"));
        assertEquals("4 abandoned", house.attempt());
        assertEquals("GET:Calls.json: GET:CA1.json: POST:CA1.json:completed", asked());
    }

    @Test
    void a_call_that_its_carrier_has_joined_meanwhile_goes_on() {
        List<Callback> all = upTo(2, '1');
        house.fake.next(reply -> reply.say(200,
                "{\"calls\": [{\"sid\": \"CA2\", \"status\": \"in-progress\"}]}"));
        house.startAgain();
        house.untilAsked(3);
        house.until(() -> house.attempt().startsWith("3"));
        house.run(Duration.ofMinutes(2));
        assertEquals("3", house.attempt());
        assertEquals("GET:Calls.json: GET:CA1.json:", asked());
        all.subList(6, 8).forEach(house::send);
        house.until(() -> house.attempt().startsWith("4"));
        assertEquals("4 completed", house.attempt());
    }

    @Test
    void a_list_of_legs_that_could_not_be_read_says_nothing_of_the_agent() {
        upTo(2, '1');
        house.fake.next(reply -> reply.say(429, "{}"));
        house.fake.next(reply -> reply.say(200, "{\"sid\": \"CA1\", \"status\": \"in-progress\"}"));
        house.fake.next(reply -> reply.say(200,
                "{\"calls\": [{\"sid\": \"CA2\", \"status\": \"in-progress\"}]}"));
        house.startAgain();
        house.until(() -> house.attempt().startsWith("3"));
        assertEquals("GET:Calls.json: GET:CA1.json: GET:Calls.json: GET:CA1.json:", asked());
    }

    @Test
    void words_that_waited_for_the_node_are_read_when_it_is_there_again() {
        List<Callback> all = upTo(6, '3');
        all.subList(6, 8).forEach(house::send);
        house.startAgain();
        house.until(() -> house.attempt().startsWith("4"));
        assertEquals("4 completed", house.attempt());
    }

    @Test
    @Law("Capacity")
    void a_call_of_which_nothing_is_known_is_lost_and_keeps_its_places_until_its_carrier_says_its_end() {
        house.fake.next(FakeCarrier.Reply::lose);
        CallKey call = house.call();
        house.startAgain();
        assertEquals("4 lost its node was started again", house.attempt());
        assertEquals("1", online());
        callbacks(call).forEach(house::send);
        house.carrier.read();
        assertEquals("0", online());
        assertEquals("0", house.api.value("select sum(live) from usage"));
        assertEquals("4 lost its node was started again", house.attempt());
        assertEquals("", asked());
    }

    @Test
    void a_call_whose_answer_was_lost_is_known_by_what_its_carrier_told() {
        house.fake.next(FakeCarrier.Reply::lose);
        CallKey call = house.call();
        house.send(callbacks(call).getFirst());
        house.startAgain();
        house.untilAsked(4);
        house.until(() -> house.attempt().startsWith("4"));
        assertEquals("4 abandoned", house.attempt());
        assertEquals("0", online());
    }

    @Test
    void an_orderly_stop_leaves_a_joined_call_to_the_next_process() {
        upTo(6, '3');
        house.hangUpAll();
        house.run(Duration.ofSeconds(10));
        assertEquals("3", house.attempt());
        assertEquals("", asked());
    }
}
