package dev.carillon.carrier.sip.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

import org.junit.jupiter.api.Test;

/** What other threads begin waits for its turn in the owner's queue, and may be out of date by then. */
class OwnerTest {

    private final Queue<Runnable> queue = new ArrayDeque<>();
    private final Desk desk = new Desk(Transport.UDP, queue::add);

    private void turn() {
        while (!queue.isEmpty()) {
            queue.remove().run();
        }
    }

    @Test
    void a_timer_waits_for_its_turn() {
        desk.send("INVITE");
        desk.advance(500);
        assertEquals(List.of("INVITE"), desk.sent());
        turn();
        assertEquals(List.of("INVITE"), desk.sent());
    }

    @Test
    void a_timer_that_was_stopped_while_it_waited_for_its_turn_does_nothing() {
        desk.send("INVITE");
        desk.send("BYE");
        desk.advance(500);
        desk.answered("INVITE", 180);
        desk.answered("BYE", 200);
        desk.sent();
        turn();
        assertEquals(List.of(), desk.sent());
        desk.advance(32_000);
        turn();
        assertEquals(List.of("180", "200"), desk.told());
    }

    @Test
    void the_100_that_was_not_needed_any_more_while_it_waited_for_its_turn_does_not_go() {
        desk.arrives("INVITE");
        desk.advance(200);
        desk.answers(180);
        turn();
        assertEquals(List.of("180"), desk.sent());
    }

    @Test
    void word_of_what_was_not_sent_waits_for_its_turn_and_is_nothing_once_there_is_an_answer() {
        desk.send("INVITE");
        desk.failsToSend();
        assertEquals(List.of(), desk.told());
        desk.answered("INVITE", 180);
        turn();
        assertEquals(List.of("180"), desk.told());
        desk.send("BYE");
        desk.failsToSend();
        turn();
        assertEquals(List.of("refused"), desk.told());
    }

    @Test
    void what_arrives_is_dealt_with_in_the_turn_of_who_brings_it() {
        desk.arrives("BYE");
        assertEquals(List.of("BYE"), desk.told());
        desk.answers(200);
        assertEquals(List.of("200"), desk.sent());
        assertEquals(0, queue.size());
    }
}
