package dev.carillon.carrier.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import dev.carillon.base.VirtualTimeline;
import dev.carillon.call.Trunk;
import dev.carillon.carrier.sip.peer.SipTrunk;
import dev.carillon.carrier.sip.transaction.Hop;
import dev.carillon.carrier.sip.transaction.Transport;

class DeadHopsTest {

    private static final Hop A = hop("192.0.2.1");
    private static final Hop B = hop("192.0.2.2");
    private static final Hop C = hop("192.0.2.3");
    private static final Trunk TRUNK = trunk(1);

    private final VirtualTimeline time = new VirtualTimeline(Instant.parse("2030-01-01T00:00:00Z"));
    private final List<String> tried = new ArrayList<>();
    private final List<Consumer<Optional<String>>> trials = new ArrayList<>();
    private final DeadHops dead = new DeadHops((hop, uri, told) -> {
        tried.add(uri == null ? hop.host() : hop.host() + " " + uri);
        trials.add(told);
    }, time);

    private static Hop hop(String host) {
        return Hop.of(Transport.TCP, host, 5060);
    }

    private static Trunk trunk(long id) {
        return new Trunk(id, "trunk_" + id, "org_1", Trunk.Kind.SIP, "{}", Map.of(), null, List.of());
    }

    private static SipTrunk settings(int keepAlive) {
        return SipTrunk.parse("{\"addresses\": [{\"host\": \"carrier.example\"}], \"keep_alive_seconds\": "
                + keepAlive + "}");
    }

    /** The order for a call of now, by the last digits. */
    private String order(int keepAlive, Hop... hops) {
        List<String> order = dead.inOrder(TRUNK, settings(keepAlive), List.of(hops)).stream()
                .map(hop -> hop.host().substring("192.0.2.".length())).toList();
        return String.join(" ", order);
    }

    private String order(Hop... hops) {
        return order(30, hops);
    }

    private void fails(Hop hop) {
        dead.fails(TRUNK, hop, "no connection", time.now());
    }

    private void isSilent(Hop hop) {
        dead.isSilent(TRUNK, hop, time.now());
    }

    private void seconds(long seconds) {
        time.advance(Duration.ofSeconds(seconds));
    }

    @Test
    void a_dead_hop_comes_after_the_others_and_dead_ones_alone_stay_in_their_order() {
        assertEquals("1 2 3", order(A, B, C));
        fails(A);
        assertEquals("2 3 1", order(A, B, C));
        fails(C);
        assertEquals("2 1 3", order(A, B, C));
        fails(B);
        assertEquals("1 2 3", order(A, B, C));
        assertEquals("1", order(A));
        assertEquals(List.of(), tried);
    }

    @Test
    void after_its_rest_one_trial_beside_the_calls_tells_whether_it_is_used_again() {
        fails(A);
        seconds(9);
        assertEquals("2 1", order(A, B));
        assertEquals(List.of(), tried);
        seconds(1);
        for (int calls = 0; calls < 3; calls++) {
            assertEquals("2 1", order(A, B));
        }
        assertEquals(List.of("192.0.2.1"), tried);
        trials.getFirst().accept(Optional.empty());
        assertEquals("1 2", order(A, B));
        assertEquals(0, dead.remembered());
    }

    @Test
    void as_long_as_nobody_is_there_it_is_tried_ever_more_seldom_and_five_minutes_apart_at_last() {
        fails(A);
        var rests = new ArrayList<Integer>();
        for (int trial = 0; trial < 7; trial++) {
            int waited = 0;
            for (order(A, B); trials.size() == trial; order(A, B)) {
                seconds(1);
                waited++;
            }
            rests.add(waited);
            trials.getLast().accept(Optional.of("no connection"));
        }
        assertEquals(List.of(10, 20, 40, 80, 160, 300, 300), rests);
    }

    @Test
    void one_that_left_an_INVITE_unanswered_is_asked_with_OPTIONS_and_lives_when_an_INVITE_is_answered() {
        isSilent(A);
        dead.isOpen(TRUNK, A);
        assertEquals("2 1", order(A, B), "a connection says nothing of who does not answer");
        seconds(10);
        assertEquals("2 1", order(A, B));
        assertEquals(List.of("192.0.2.1 sip:carrier.example"), tried);
        trials.getLast().accept(Optional.empty());
        assertEquals("1 2", order(A, B));
        assertEquals("2 1", order(A, B), "whether it takes calls is for one of them to see");
        assertEquals(1, dead.remembered());
        isSilent(A);
        seconds(19);
        order(A, B);
        assertEquals(1, trials.size(), "it rests longer than before");
        dead.lives(TRUNK, A);
        assertEquals("1 2", order(A, B));
        assertEquals(0, dead.remembered());
    }

    @Test
    void where_OPTIONS_are_not_asked_one_call_tries_it_and_the_others_do_not() {
        isSilent(A);
        seconds(10);
        assertEquals("1 2", order(0, A, B));
        assertEquals("2 1", order(0, A, B));
        isSilent(A);
        seconds(19);
        assertEquals("2 1", order(0, A, B));
        seconds(1);
        assertEquals("1 2", order(0, A, B));
        dead.lives(TRUNK, A);
        assertEquals("1 2", order(0, A, B));
        assertEquals(List.of(), tried);
    }

    @Test
    void one_that_never_answers_OPTIONS_is_tried_by_a_call_every_five_minutes() {
        isSilent(A);
        for (int trial = 0; trial < 5; trial++) {
            seconds(160);
            assertEquals("2 1", order(A, B));
            trials.getLast().accept(Optional.of("it does not answer OPTIONS"));
        }
        assertEquals(5, trials.size());
        seconds(299);
        assertEquals("2 1", order(A, B));
        seconds(1);
        assertEquals("1 2", order(A, B));
        assertEquals("2 1", order(A, B));
        assertEquals(5, trials.size());
    }

    @Test
    void a_trial_of_which_nothing_is_heard_holds_up_the_next_for_a_minute() {
        isSilent(A);
        seconds(10);
        assertEquals("1 2", order(0, A, B));
        seconds(59);
        assertEquals("2 1", order(0, A, B));
        seconds(1);
        assertEquals("1 2", order(0, A, B));
    }

    @Test
    void calls_that_were_on_their_way_when_it_died_say_nothing_new() {
        Instant before = time.now();
        seconds(2);
        for (int calls = 0; calls < 5; calls++) {
            dead.fails(TRUNK, A, "no connection", before);
        }
        seconds(10);
        order(A, B);
        assertEquals(1, trials.size());
    }

    @Test
    void what_one_trunk_hears_from_an_address_says_nothing_of_another_trunk() {
        fails(A);
        assertEquals(List.of(A, B), dead.inOrder(trunk(2), settings(30), List.of(A, B)));
    }

    @Test
    void no_more_are_remembered_than_may_be_and_old_ones_make_room() {
        Stream<Hop> many = Stream.iterate(1, port -> port <= DeadHops.MOST + 10, port -> port + 1)
                .map(port -> Hop.of(Transport.TCP, "192.0.2.9", port));
        many.forEach(this::fails);
        assertEquals(DeadHops.MOST, dead.remembered());
        fails(A);
        assertEquals("1 2", order(A, B));
        time.advance(DeadHops.FORGOTTEN.plusSeconds(1));
        fails(A);
        assertEquals("2 1", order(A, B));
        assertEquals(1, dead.remembered());
    }
}
