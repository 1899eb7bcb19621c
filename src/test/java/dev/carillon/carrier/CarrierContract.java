package dev.carillon.carrier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.carillon.Law;
import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.LawBroken;
import dev.carillon.base.Patience;
import dev.carillon.call.Again;
import dev.carillon.call.AttemptState;
import dev.carillon.call.CarrierEvent;
import dev.carillon.call.CarrierEvent.Kind;
import dev.carillon.call.Cause;
import dev.carillon.call.Outcome;
import dev.carillon.carrier.CarrierHouse.Way;
import dev.carillon.dial.Adopted;
import dev.carillon.dial.CallPlan;

/**
 * What {@link dev.carillon.dial.Carrier} promises, held against each carrier with a network of its kind, in
 * real time.
 */
public abstract class CarrierContract {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration RINGS = Duration.ofSeconds(1);
    private static final Duration AGENT_SETUP = Duration.ofSeconds(5);
    private static final Duration IN_TIME = Duration.ofSeconds(30);
    private static final int MANY = 60;

    @TempDir
    private Path folder;
    private CarrierHouse house;

    /** The carrier, new, with its network. */
    protected abstract CarrierHouse open(Path directory) throws Exception;

    @BeforeEach
    void open() throws Exception {
        house = open(folder);
    }

    @AfterEach
    void close() {
        house.close();
    }

    /** A call, and what was told of it. */
    private final class Call {

        private final CallKey key;
        private final Way way;
        private final String number;
        private final List<CarrierEvent> told = new CopyOnWriteArrayList<>();
        private volatile int liveAtItsEnd = -1;

        Call(int number, Way way) {
            this.key = new CallKey(1, number, 1);
            this.way = way;
            this.number = "+4930%03d%s".formatted(number, way.digits());
            house.goes(key, this.number, way);
        }

        Call place() {
            return place(IN_TIME);
        }

        Call place(Duration within) {
            house.carrier().place(plan(within), this::tell);
            return this;
        }

        private CallPlan plan(Duration within) {
            return new CallPlan(key, house.trunk(way), "+4930123456", number, house.agent(way),
                    house.timeline().nanos() + within.toNanos(), RINGS, AGENT_SETUP, Duration.ofHours(1));
        }

        /** It is left by its process, and found by the next as the ledger knows it. */
        Call isAdopted(AttemptState state) {
            @Nullable String resume = told.stream().map(CarrierEvent::resume).filter(Objects::nonNull)
                    .reduce((_, later) -> later).orElseGet(() -> house.kept(key));
            house.reopen();
            told.clear();
            Instant now = house.timeline().now();
            house.carrier().adopt(new Adopted(plan(Duration.ZERO), state, now,
                    state == AttemptState.JOINED ? now : null, resume), this::tell);
            return this;
        }

        private void tell(CarrierEvent event) {
            liveAtItsEnd = event.kind() == Kind.ENDED ? house.live() : liveAtItsEnd;
            told.add(event);
        }

        void hangUp() {
            house.carrier().hangUp(key);
        }

        Call reaches(Kind kind) {
            until(() -> told.stream().anyMatch(event -> event.kind() == kind));
            return this;
        }

        /** Its end, and the steps before it: each once but for what is to be kept, in order. */
        CarrierEvent ends(String steps) {
            until(this::hasEnded);
            assertEquals(steps, this.toString());
            CarrierEvent end = told.getLast();
            Instant before = Instant.MIN;
            for (CarrierEvent event : told) {
                assertEquals(key, event.call());
                assertTrue(!event.at().isBefore(before), () -> "out of order: " + told);
                before = event.at();
            }
            assertTrue(end.again() == Again.NO || told.size() == 1, "another trunk, and something has rung");
            return end;
        }

        boolean hasEnded() {
            return told.stream().anyMatch(event -> event.kind() == Kind.ENDED);
        }

        private void until(BooleanSupplier condition) {
            assertTrue(Patience.until(LONG, condition), () -> "told of " + way + ": " + this);
        }

        @Override
        public String toString() {
            var words = new ArrayList<String>();
            @Nullable Kind last = null;
            for (CarrierEvent event : told) {
                if (event.kind() == Kind.ENDED) {
                    words.add("ENDED:" + Objects.requireNonNull(event.outcome()).word());
                } else if (event.kind() != last) {
                    words.add(event.kind().name());
                }
                last = event.kind();
            }
            return String.join(" ", words);
        }
    }

    private Call place(Way way) {
        return place(way, 1);
    }

    private Call place(Way way, int number) {
        return new Call(number, way).place();
    }

    private void nothingIsLeft(Call call) {
        assertTrue(Patience.until(LONG, () -> house.live() == 0 && house.isOver(call.number)));
    }

    private static int sip(CarrierEvent end) {
        Cause cause = Objects.requireNonNull(end.cause(), "a network says why");
        return cause.sip();
    }

    @Test
    void a_call_that_is_answered_is_joined_and_completed_and_each_step_is_told() {
        Call call = place(Way.ENDS);
        CarrierEvent end = call.ends("RINGING ANSWERED JOINED ENDED:completed");
        assertEquals(Again.NO, end.again());
        assertEquals(1, house.placed(call.number));
        nothingIsLeft(call);
    }

    @Test
    void a_busy_number_ends_the_call_and_the_network_says_why() {
        Call call = place(Way.IS_BUSY);
        assertEquals(486, sip(call.ends("ENDED:busy")));
        nothingIsLeft(call);
    }

    @Test
    void a_call_that_is_declined_has_rung_and_the_network_says_why() {
        Call call = place(Way.DECLINES);
        assertEquals(603, sip(call.ends("RINGING ENDED:declined")));
        nothingIsLeft(call);
    }

    @Test
    void a_call_that_nobody_answers_is_given_up_when_it_has_rung_for_so_long_without_being_asked() {
        Call call = place(Way.RINGS);
        call.ends("RINGING ENDED:no_answer");
        nothingIsLeft(call);
    }

    @Test
    void a_call_whose_agent_does_not_come_after_the_answer_is_ended() {
        Call call = place(Way.HAS_NO_AGENT);
        call.ends("RINGING ANSWERED ENDED:agent_failed");
        nothingIsLeft(call);
    }

    @Test
    void a_trunk_that_is_not_there_is_said_to_be() {
        Call call = place(Way.LEADS_NOWHERE);
        call.ends("ENDED:trunk_unreachable");
        assertEquals(0, house.live());
    }

    @Test
    void a_ringing_call_that_is_hung_up_is_cancelled() {
        Call call = place(Way.RINGS).reaches(Kind.RINGING);
        call.hangUp();
        call.ends("RINGING ENDED:cancelled");
        nothingIsLeft(call);
    }

    @Test
    void a_joined_call_that_is_hung_up_is_cancelled() {
        Call call = place(Way.TALKS).reaches(Kind.JOINED);
        call.hangUp();
        call.hangUp();
        call.ends("RINGING ANSWERED JOINED ENDED:cancelled");
        nothingIsLeft(call);
    }

    @Test
    void a_call_that_is_hung_up_as_soon_as_it_is_placed_ends_once() {
        Call call = place(Way.RINGS);
        call.hangUp();
        call.hangUp();
        assertTrue(Patience.until(LONG, call::hasEnded));
        assertEquals(Outcome.CANCELLED, call.told.getLast().outcome());
        call.hangUp();
        nothingIsLeft(call);
        assertEquals(1, call.told.stream().filter(event -> event.kind() == Kind.ENDED).count());
    }

    @Test
    void hanging_up_a_call_that_nobody_knows_is_no_error_and_says_nothing() {
        house.carrier().hangUp(new CallKey(9, 9, 9));
        Call call = place(Way.IS_BUSY);
        call.ends("ENDED:busy");
        call.hangUp();
        place(Way.IS_BUSY, 2).ends("ENDED:busy");
        call.ends("ENDED:busy");
    }

    @Test
    @Law("Single dial")
    void a_call_that_comes_after_its_place_by_is_not_placed() {
        Call call = new Call(1, Way.ENDS).place(Duration.ofNanos(-1));
        call.ends("ENDED:not_placed");
        assertEquals(0, house.placed(call.number));
        assertEquals(0, house.live());
    }

    @Test
    @Law("Single dial")
    void a_call_that_is_up_is_not_placed_a_second_time() {
        Call call = place(Way.TALKS);
        assertThrows(LawBroken.class, call::place);
        call.reaches(Kind.JOINED);
        assertThrows(LawBroken.class, call::place);
        call.hangUp();
        call.ends("RINGING ANSWERED JOINED ENDED:cancelled");
        assertEquals(1, house.placed(call.number));
    }

    @Test
    void who_hears_the_end_finds_the_call_gone() {
        int number = 10;
        for (Way way : List.of(Way.ENDS, Way.IS_BUSY, Way.HAS_NO_AGENT, Way.LEADS_NOWHERE)) {
            number++;
            Call call = place(way, number);
            assertTrue(Patience.until(LONG, call::hasEnded));
            assertEquals(0, call.liveAtItsEnd, way.name());
        }
        Call call = place(Way.TALKS, 30).reaches(Kind.JOINED);
        call.hangUp();
        assertTrue(Patience.until(LONG, call::hasEnded));
        assertEquals(0, call.liveAtItsEnd, "hung up");
    }

    @Test
    void many_may_place_and_hang_up_at_the_same_time() {
        Way[] ways = {Way.ENDS, Way.RINGS, Way.IS_BUSY, Way.TALKS, Way.HAS_NO_AGENT};
        var calls = new ArrayList<Call>();
        for (int i = 0; i < MANY; i++) {
            calls.add(new Call(100 + i, ways[i % ways.length]));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Call call : calls) {
                threads.execute(() -> {
                    call.place();
                    if (call.way == Way.TALKS || call.key.seq() % 2 == 0) {
                        call.hangUp();
                    }
                });
            }
        }
        for (Call call : calls) {
            assertTrue(Patience.until(LONG, call::hasEnded), call::toString);
            assertEquals(1, call.told.stream().filter(event -> event.kind() == Kind.ENDED).count(),
                    call::toString);
            assertEquals(Kind.ENDED, call.told.getLast().kind(), call::toString);
            assertTrue(house.placed(call.number) <= 1, call::toString);
            nothingIsLeft(call);
        }
    }

    @Test
    void a_carrier_that_was_closed_places_nothing_and_says_no_more_of_the_calls_that_it_had() {
        Call talks = new Call(1, Way.TALKS).place().reaches(Kind.JOINED);
        Call rings = new Call(2, Way.RINGS).place().reaches(Kind.RINGING);
        house.closeCarrier();
        int known = talks.told.size() + rings.told.size();
        Call late = new Call(3, Way.ENDS).place();
        late.ends("ENDED:not_placed");
        assertEquals(0, house.placed(late.number));
        talks.hangUp();
        rings.hangUp();
        var rung = house.timeline().nanos() + RINGS.multipliedBy(2).toNanos();
        assertTrue(Patience.until(LONG, () -> house.timeline().nanos() > rung));
        assertEquals(known, talks.told.size() + rings.told.size());
    }

    @Test
    void a_joined_call_goes_on_in_the_next_process_if_the_network_holds_it() {
        Call call = place(Way.TALKS).reaches(Kind.JOINED).isAdopted(AttemptState.JOINED);
        if (!house.holdsCalls()) {
            call.ends("ENDED:lost");
            return;
        }
        assertEquals(1, house.live());
        call.hangUp();
        assertTrue(Patience.until(LONG, call::hasEnded));
        assertTrue(call.toString().matches("(JOINED )?ENDED:cancelled"), call::toString);
        nothingIsLeft(call);
        assertEquals(1, house.placed(call.number));
    }

    @Test
    void a_call_that_rang_is_ended_by_the_next_process_if_the_network_holds_it() {
        Call call = place(Way.RINGS).reaches(Kind.RINGING).isAdopted(AttemptState.RINGING);
        assertTrue(Patience.until(LONG, call::hasEnded));
        String ended = house.holdsCalls() ? "ENDED:(cancelled|no_answer)" : "ENDED:lost";
        assertTrue(call.toString().matches(ended), call::toString);
        nothingIsLeft(call);
        assertEquals(1, house.placed(call.number));
    }
}
