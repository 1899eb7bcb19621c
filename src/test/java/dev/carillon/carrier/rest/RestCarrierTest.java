package dev.carillon.carrier.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.carillon.Law;
import dev.carillon.base.Chance;
import dev.carillon.base.Ids;
import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.LawBroken;
import dev.carillon.base.Patience;
import dev.carillon.base.Refusal;
import dev.carillon.base.VirtualTimeline;
import dev.carillon.call.Again;
import dev.carillon.call.AttemptState;
import dev.carillon.call.CarrierEvent;
import dev.carillon.call.CarrierEvent.Kind;
import dev.carillon.call.CarrierWord.Leg;
import dev.carillon.call.CarrierWord.Status;
import dev.carillon.call.Outcome;
import dev.carillon.dial.Adopted;
import dev.carillon.dial.CallPlan;

/** Calls at a carrier that behaves, and at one that does not. */
class RestCarrierTest {

    private static final CallKey KEY = new CallKey(1, 0, 1);
    private static final Duration LONG = Duration.ofSeconds(20);

    private final VirtualTimeline timeline = new VirtualTimeline(Instant.parse("2026-03-01T12:00:00Z"));
    private final Ids ids = new Ids(new byte[16], Chance.seeded(1), timeline);
    private final FakeCarrier fake = new FakeCarrier();
    private final Words words = new Words();
    private final Map<CallKey, String> register = new ConcurrentHashMap<>();
    private final List<CarrierEvent> told = new CopyOnWriteArrayList<>();
    private final List<CallKey> over = new CopyOnWriteArrayList<>();
    private final RestCarrier.Gone gone = (call, at) -> over.add(call);
    private RestCarrier carrier = carrier(fake.address(), _ -> Orders.line());

    private RestCarrier carrier(String address, Function<CallPlan, RestLine> lines) {
        return new RestCarrier(new RestCarrier.Ports(lines, words, register::put, gone, ids, timeline),
                new RestCarrier.Settings(_ -> Orders.trunk(address), Duration.ofSeconds(10)));
    }

    @AfterEach
    void close() {
        carrier.close();
        fake.close();
    }

    private void use(RestCarrier other) {
        carrier.close();
        carrier = other;
    }

    private static void await(BooleanSupplier condition) {
        assertTrue(Patience.until(LONG, condition));
    }

    private void place() {
        carrier.place(Orders.plan(KEY), told::add);
    }

    /** The call is up, and its carrier's id is known. */
    private void placed() {
        place();
        await(() -> register.containsKey(KEY));
    }

    private void hear(Leg leg, Status status) {
        words.put(Words.word(KEY, leg, status));
        carrier.read();
    }

    private String steps() {
        return String.join(" ", told.stream().map(event -> event.kind() == Kind.ENDED
                ? "ENDED:" + (event.outcome() == null ? "" : event.outcome().word())
                : event.kind().name()).toList());
    }

    private void awaitEnd(Outcome outcome) {
        await(() -> !told.isEmpty() && told.getLast().kind() == Kind.ENDED);
        assertEquals(outcome, told.getLast().outcome(), () -> String.valueOf(told.getLast().note()));
        await(() -> carrier.live() == 0);
    }

    private String asked() {
        return String.join(" ", fake.asked().stream().map(a -> a.method() + ":"
                + a.path().substring(a.path().lastIndexOf('/') + 1) + ":" + a.one("Status")).toList());
    }

    @Test
    void a_call_is_asked_for_once_and_goes_as_its_carrier_says() {
        placed();
        FakeCarrier.Asked order = fake.asked().getFirst();
        assertEquals("/2010-04-01/Accounts/AC1/Calls.json", order.path());
        assertEquals("AC1:" + Orders.TOKEN, new String(
                Base64.getDecoder().decode(order.authorization().replace("Basic ", "")),
                StandardCharsets.UTF_8));
        assertTrue(order.one("StatusCallback").contains(ids.call(1, 0, 1)));
        assertEquals("CA1", register.get(KEY));
        hear(Leg.CALLED, Status.RINGING);
        hear(Leg.CALLED, Status.IN_PROGRESS);
        hear(Leg.AGENT, Status.IN_PROGRESS);
        assertEquals("RINGING ANSWERED JOINED", steps());
        hear(Leg.AGENT, Status.COMPLETED);
        hear(Leg.CALLED, Status.COMPLETED);
        assertEquals("RINGING ANSWERED JOINED ENDED:completed", steps());
        assertEquals(0, carrier.live());
        assertEquals(0, words.waiting());
        assertEquals(0, timeline.waiting());
        assertEquals(1, fake.asked().size());
    }

    @Test
    @Law("Single dial")
    void an_order_that_is_too_late_is_not_sent() {
        timeline.advance(Duration.ofSeconds(1));
        carrier.place(Orders.plan(KEY, Duration.ofMillis(999).toNanos()), told::add);
        awaitEnd(Outcome.NOT_PLACED);
        assertEquals(0, fake.asked().size());
    }

    @Test
    @Law("Single dial")
    void a_call_is_not_placed_twice() {
        placed();
        assertThrows(LawBroken.class, this::place);
        assertEquals(1, fake.asked().size());
    }

    @ParameterizedTest
    @CsvSource({"400,21211,INVALID_NUMBER", "400,21212,TRUNK_CONFIG", "401,20003,TRUNK_CONFIG",
            "429,20429,CONGESTION", "503,20429,CONGESTION", "429,0,CONGESTION", "409,0,FAILED"})
    void what_the_carrier_refuses_ends_with_its_words_and_without_numbers(int status, int code,
            Outcome outcome) {
        fake.next(reply -> reply.say(status,
                "{\"code\": " + code + ", \"message\": \"not to\\n" + Orders.NUMBER + "\"}"));
        place();
        awaitEnd(outcome);
        assertEquals("HTTP " + status + (code == 0 ? "" : ", code " + code) + ": not to …",
                told.getLast().note());
        boolean byNumber = outcome == Outcome.INVALID_NUMBER || outcome == Outcome.FAILED;
        assertEquals(byNumber ? Again.NO : Again.OTHER_TRUNK, told.getLast().again());
        assertEquals(1, fake.asked().size());
    }

    @Test
    void a_refusal_without_a_readable_body_is_one_too() {
        fake.next(reply -> reply.say(400, "<html>"));
        place();
        awaitEnd(Outcome.FAILED);
    }

    @Test
    void where_nobody_listens_the_trunk_is_unreachable() {
        String nowhere = fake.address();
        fake.close();
        use(carrier(nowhere, _ -> Orders.line()));
        place();
        awaitEnd(Outcome.TRUNK_UNREACHABLE);
    }

    @Test
    void where_there_is_no_tls_the_trunk_is_unreachable_and_nothing_was_sent() {
        use(carrier(fake.address().replace("http:", "https:"), _ -> Orders.line()));
        place();
        awaitEnd(Outcome.TRUNK_UNREACHABLE);
        assertEquals(0, fake.asked().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"lost", "gateway", "proxy", "failing", "nonsense"})
    @Law("Single dial")
    void when_the_answer_is_lost_nothing_is_told_until_the_carrier_says_it(String how) {
        fake.next(reply -> {
            switch (how) {
                case "lost" -> reply.lose();
                case "gateway" -> reply.say(504, "");
                case "proxy" -> reply.say(503, "<html>");
                case "failing" -> reply.say(500, "{\"code\": 20500, \"message\": \"internal error\"}");
                default -> reply.say(201, "{\"sid\": 7}");
            }
        });
        place();
        await(() -> !fake.asked().isEmpty());
        carrier.hangUp(KEY);
        hear(Leg.AGENT, Status.RINGING);
        assertEquals("ANSWERED", steps());
        // Only this word tells what the carrier calls it, so that its end can be asked for.
        hear(Leg.CALLED, Status.IN_PROGRESS);
        awaitEnd(Outcome.CANCELLED);
        assertEquals("POST:Calls.json: POST:CA1.json:completed", asked());
    }

    @Test
    @Law("Progress")
    void a_call_of_which_nothing_is_heard_is_forgotten_after_its_last_deadline() {
        fake.next(FakeCarrier.Reply::lose);
        place();
        await(() -> !fake.asked().isEmpty());
        timeline.advance(Duration.ofHours(1));
        assertEquals(1, carrier.live());
        timeline.advance(Duration.ofMinutes(3));
        assertEquals(0, carrier.live());
        assertEquals("", steps());
    }

    @Test
    void a_ringing_call_is_cancelled() {
        placed();
        hear(Leg.CALLED, Status.RINGING);
        carrier.hangUp(KEY);
        awaitEnd(Outcome.CANCELLED);
        assertEquals("POST:Calls.json: POST:CA1.json:canceled", asked());
    }

    @Test
    void a_call_that_was_answered_meanwhile_is_hung_up_all_the_same() {
        placed();
        fake.next(reply -> reply.say(200, "{\"sid\": \"CA1\", \"status\": \"in-progress\"}"));
        carrier.hangUp(KEY);
        awaitEnd(Outcome.CANCELLED);
        assertEquals("POST:Calls.json: POST:CA1.json:canceled POST:CA1.json:completed", asked());
    }

    @Test
    void a_call_that_had_ended_by_itself_keeps_its_end() {
        placed();
        hear(Leg.CALLED, Status.IN_PROGRESS);
        hear(Leg.AGENT, Status.IN_PROGRESS);
        fake.next(reply -> reply.say(400, "{\"code\": 21220, \"message\": \"not in progress\"}"));
        fake.next(reply -> reply.say(200, "{\"sid\": \"CA1\", \"status\": \"completed\"}"));
        carrier.hangUp(KEY);
        awaitEnd(Outcome.COMPLETED);
        assertEquals("POST:Calls.json: POST:CA1.json:completed GET:CA1.json:", asked());
    }

    @Test
    void an_end_that_the_carrier_did_not_understand_is_asked_for_again() {
        placed();
        hear(Leg.CALLED, Status.IN_PROGRESS);
        fake.next(FakeCarrier.Reply::lose);
        fake.next(reply -> reply.say(503, ""));
        carrier.hangUp(KEY);
        awaitEnd(Outcome.CANCELLED);
    }

    @Test
    void a_call_that_is_hung_up_while_it_is_ordered_is_ended_when_its_id_is_known() {
        var released = new CountDownLatch(1);
        fake.next(reply -> {
            reply.hold(released);
            reply.say(201, "{\"sid\": \"CA7\", \"status\": \"queued\"}");
        });
        place();
        await(() -> !fake.asked().isEmpty());
        carrier.hangUp(KEY);
        released.countDown();
        awaitEnd(Outcome.CANCELLED);
        assertEquals("POST:Calls.json: POST:CA7.json:canceled", asked());
    }

    @Test
    void few_orders_are_under_way_at_the_same_time_and_what_waits_can_be_taken_back() {
        var released = new CountDownLatch(1);
        var now = new AtomicInteger();
        var most = new AtomicInteger();
        int calls = 40;
        for (int i = 0; i < calls; i++) {
            fake.next(reply -> {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                reply.hold(released);
                now.decrementAndGet();
                reply.say(400, "{}");
            });
        }
        for (int i = 0; i < calls; i++) {
            carrier.place(Orders.plan(new CallKey(1, i, 1)), told::add);
        }
        await(() -> now.get() == 16);
        for (int i = 0; i < calls; i++) {
            carrier.hangUp(new CallKey(1, i, 1));
        }
        assertEquals(calls - 16, told.size());
        released.countDown();
        await(() -> carrier.live() == 0);
        assertEquals(calls, told.size());
        assertEquals(16, most.get());
        assertEquals(16, fake.asked().size());
    }

    @Test
    void a_call_that_was_refused_may_be_placed_anew_as_soon_as_that_is_told() {
        fake.next(reply -> reply.say(429, ""));
        carrier.place(Orders.plan(KEY), event -> {
            told.add(event);
            carrier.place(Orders.plan(KEY), told::add);
        });
        await(() -> register.containsKey(KEY));
        assertEquals("ENDED:congestion", steps());
        assertEquals(2, fake.asked().size());
    }

    @Test
    void a_trunk_whose_secret_cannot_be_opened_places_nothing() {
        use(carrier(fake.address(), _ -> {
            throw Refusal.of(Refusal.Code.UNAVAILABLE, "a secret cannot be opened");
        }));
        place();
        awaitEnd(Outcome.TRUNK_CONFIG);
        assertEquals("a secret cannot be opened", told.getLast().note());
        assertEquals(0, fake.asked().size());
    }

    @Test
    void an_agent_that_cannot_be_called_is_no_fault_of_the_trunk() {
        noAgent(_ -> new RestLine(Orders.TOKEN, null), "the agent has no SIP address");
        noAgent(_ -> {
            throw new NoAgent("it does not open", new Exception());
        }, "the agent cannot be called: it does not open");
    }

    private void noAgent(Function<CallPlan, RestLine> lines, String why) {
        use(carrier(fake.address(), lines));
        place();
        awaitEnd(Outcome.FAILED);
        assertEquals(List.of(), fake.asked());
        assertEquals(why + Again.NO, told.getLast().note() + told.removeLast().again());
    }

    @Test
    void settings_that_cannot_be_read_place_nothing() {
        use(new RestCarrier(
                new RestCarrier.Ports(_ -> Orders.line(), words, register::put, gone, ids, timeline),
                RestCarrier.Settings.usual()));
        place();
        awaitEnd(Outcome.TRUNK_CONFIG);
        assertTrue(String.valueOf(told.getLast().note()).startsWith("settings.account_sid"));
    }

    @Test
    @Law("Progress")
    void an_end_that_nobody_told_is_found_by_asking() {
        placed();
        hear(Leg.AGENT, Status.IN_PROGRESS);
        fake.next(FakeCarrier.Reply::lose);
        fake.next(reply -> reply.say(200, "{\"sid\": \"CA1\", \"status\": \"completed\"}"));
        timeline.advance(Duration.ofMinutes(5));
        awaitEnd(Outcome.COMPLETED);
        assertEquals("POST:Calls.json: GET:CA1.json: GET:CA1.json:", asked());
    }

    private Adopted adopted(@Nullable String id) {
        return new Adopted(Orders.plan(KEY), AttemptState.JOINED, timeline.now(), null, id);
    }

    @Test
    void a_call_of_a_process_before_that_cannot_be_asked_about_is_lost() {
        use(carrier(fake.address(), _ -> {
            throw Refusal.of(Refusal.Code.UNAVAILABLE, "a secret cannot be opened");
        }));
        carrier.adopt(adopted(null), told::add);
        carrier.adopt(adopted("CA1"), told::add);
        assertEquals("ENDED:lost ENDED:lost", steps());
        assertEquals(0, carrier.live());
    }

    @Test
    void of_a_call_that_is_not_here_only_the_end_is_of_use() {
        hear(Leg.CALLED, Status.RINGING);
        hear(Leg.AGENT, Status.COMPLETED);
        assertEquals(List.of(), over);
        hear(Leg.CALLED, Status.COMPLETED);
        assertEquals(List.of(KEY), over);
        assertEquals(0, words.waiting());
        assertEquals("", steps());
    }
}
