package dev.carillon.carrier.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.carillon.base.Chance;
import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.VirtualTimeline;
import dev.carillon.call.Again;
import dev.carillon.call.CarrierEvent;
import dev.carillon.call.CarrierEvent.Kind;
import dev.carillon.call.CarrierWord;
import dev.carillon.call.CarrierWord.Leg;
import dev.carillon.call.CarrierWord.Status;
import dev.carillon.call.Cause;
import dev.carillon.call.Outcome;

/** What becomes of a call by its carrier's words. */
class RestCallTest {

    private static final CallKey KEY = new CallKey(1, 0, 1);

    private final VirtualTimeline timeline = new VirtualTimeline(Instant.parse("2026-03-01T12:00:00Z"));
    private final List<CarrierEvent> told = new ArrayList<>();

    /** How calls go: what is told of each leg in its order, and what that comes to. */
    enum Story {
        COMPLETED(Outcome.COMPLETED, "initiated ringing in-progress completed",
                "initiated ringing in-progress completed"),
        NO_RINGING(Outcome.COMPLETED, "initiated in-progress completed", "in-progress completed"),
        BUSY(Outcome.BUSY, "queued initiated ringing busy", ""),
        NO_ANSWER(Outcome.NO_ANSWER, "queued initiated ringing no-answer", ""),
        FAILED(Outcome.FAILED, "initiated failed", ""),
        CANCELED(Outcome.CANCELLED, "initiated ringing canceled", ""),
        AGENT_IS_BUSY(Outcome.AGENT_FAILED, "initiated ringing in-progress completed", "initiated busy"),
        AGENT_IS_SLOW(Outcome.AGENT_FAILED, "ringing in-progress completed", "initiated ringing no-answer"),
        AGENT_IS_AWAY(Outcome.AGENT_FAILED, "ringing in-progress completed", "failed"),
        NOBODY_WAITED(Outcome.ABANDONED, "ringing in-progress completed", "initiated ringing canceled"),
        GONE_AT_ONCE(Outcome.ABANDONED, "ringing in-progress completed", "");

        private final Outcome outcome;
        private final String called;
        private final String agent;

        Story(Outcome outcome, String called, String agent) {
            this.outcome = outcome;
            this.called = called;
            this.agent = agent;
        }

        private List<CarrierWord> words() {
            return Stream.concat(words(Leg.CALLED, called), words(Leg.AGENT, agent)).toList();
        }

        private static Stream<CarrierWord> words(Leg leg, String statuses) {
            return Arrays.stream(statuses.split(" ", -1)).flatMap(word -> Status.of(word).stream())
                    .map(status -> Words.word(KEY, leg, status));
        }
    }

    private RestCall call() {
        told.clear();
        RestOrder order = Orders.order(Orders.trunk("https://api.example.com"), Orders.line());
        var call = new RestCall(order, told::add, timeline, over -> assertTrue(over.isOver()));
        assertTrue(call.begin());
        return call;
    }

    /** What was told, each step once and in order, and one end. */
    private Outcome ended() {
        List<Kind> kinds = told.stream().map(CarrierEvent::kind).toList();
        assertEquals(kinds.stream().sorted().distinct().toList(), kinds);
        assertEquals(Kind.ENDED, kinds.getLast());
        Outcome outcome = told.getLast().outcome();
        return outcome == null ? Outcome.LOST : outcome;
    }

    @ParameterizedTest
    @EnumSource(Story.class)
    void in_whatever_order_and_however_often_words_come_a_call_ends_the_same(Story story) {
        RandomGenerator random = Chance.seeded(story.name().hashCode());
        List<CarrierWord> once = story.words();
        for (int i = 0; i < 500; i++) {
            var words = new ArrayList<>(once);
            for (int again = random.nextInt(5); again > 0; again--) {
                words.add(once.get(random.nextInt(once.size())));
            }
            for (int j = words.size() - 1; j > 0; j--) {
                Collections.swap(words, j, random.nextInt(j + 1));
            }
            RestCall call = call();
            words.forEach(call::hear);
            timeline.advance(RestCall.GRACE);
            words.forEach(call::hear);
            assertEquals(story.outcome, ended(), words.toString());
            if (story == Story.GONE_AT_ONCE) {
                assertTrue(told.stream().anyMatch(event -> event.kind() == Kind.ANSWERED), words.toString());
            }
        }
        assertEquals(0, timeline.waiting());
    }

    @ParameterizedTest
    @EnumSource(Story.class)
    void in_their_order_words_are_told_on_at_once(Story story) {
        RestCall call = call();
        for (CarrierWord word : story.words()) {
            call.hear(word);
        }
        if (story != Story.GONE_AT_ONCE) {
            assertEquals(story.outcome, ended());
        }
        boolean joined = told.stream().anyMatch(event -> event.kind() == Kind.JOINED);
        assertEquals(story.outcome == Outcome.COMPLETED, joined);
    }

    @Test
    void the_end_waits_for_what_may_still_be_told_of_the_agent() {
        RestCall call = call();
        call.hear(Words.word(KEY, Leg.CALLED, Status.IN_PROGRESS));
        call.hear(Words.word(KEY, Leg.CALLED, Status.COMPLETED));
        assertEquals(1, told.size());
        timeline.advance(RestCall.GRACE.minusMillis(1));
        assertEquals(1, told.size());
        call.hear(Words.word(KEY, Leg.AGENT, Status.COMPLETED));
        assertEquals(Outcome.COMPLETED, ended());
        assertEquals(0, timeline.waiting());
    }

    @Test
    void a_call_that_lasted_as_long_as_it_may_says_so() {
        RestCall call = call();
        call.hear(Words.word(KEY, Leg.AGENT, Status.IN_PROGRESS));
        call.hear(Words.lasted(KEY, (int) Duration.ofHours(1).toSeconds()));
        assertEquals(Outcome.COMPLETED, ended());
        assertEquals(Course.CALL_LIMIT, told.getLast().note());
    }

    /** A joined call whose end its carrier is being asked for, and has told by callback meanwhile. */
    private RestCall beingEnded() {
        RestCall call = call();
        call.hear(Words.word(KEY, Leg.CALLED, Status.IN_PROGRESS));
        call.hear(Words.word(KEY, Leg.AGENT, Status.IN_PROGRESS));
        call.hangUp();
        assertTrue(call.ending().isPresent());
        call.hear(Words.word(KEY, Leg.CALLED, Status.COMPLETED));
        assertEquals(Kind.JOINED, told.getLast().kind());
        return call;
    }

    @Test
    void a_call_that_we_end_ends_by_us_though_a_callback_overtakes_the_answer() {
        RestCall call = beingEnded();
        call.hungUp();
        assertEquals(Outcome.CANCELLED, ended());
        assertEquals(0, timeline.waiting());
    }

    @Test
    void a_call_that_ended_before_we_could_end_it_keeps_its_end() {
        beingEnded().endingIsDone();
        assertEquals(Outcome.COMPLETED, ended());
        beingEnded();
        timeline.advance(RestCall.GRACE);
        assertEquals(Outcome.COMPLETED, ended());
        assertEquals(0, timeline.waiting());
    }

    @Test
    void why_it_failed_is_told_in_the_carriers_words() {
        RestCall call = call();
        call.hear(Words.ended(KEY, Leg.CALLED, Status.FAILED, 499));
        assertEquals(Outcome.FAILED, ended());
        assertEquals("failed, SIP 499", told.getLast().note());
        assertEquals(new Cause(499, 0, ""), told.getLast().cause());
        assertEquals(Again.NO, told.getLast().again());
    }

    @Test
    void a_call_of_which_no_word_comes_never_ends_by_itself() {
        call();
        timeline.advance(Duration.ofDays(1));
        assertEquals(List.of(), told);
    }
}
