package dev.carillon.carrier.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.carillon.Law;
import dev.carillon.call.Outcome;
import dev.carillon.carrier.rest.RestApi.Accepted;
import dev.carillon.carrier.rest.RestApi.Refused;
import dev.carillon.carrier.rest.RestApi.Unknown;

/** An order never goes out after its time, also when the connection took all of it. */
class TimelyBodyTest {

    private final FakeCarrier fake = new FakeCarrier();
    private final RestApi api = new RestApi(Duration.ofSeconds(10));

    @AfterEach
    void close() {
        api.close();
        fake.close();
    }

    @Test
    @Law("Single dial")
    void an_order_whose_time_is_over_when_the_connection_is_there_is_held_back() throws Exception {
        var looks = new AtomicInteger();
        var posted = api.place(Orders.order(Orders.trunk(fake.address()), Orders.line()),
                () -> looks.incrementAndGet() == 1);
        assertEquals(Outcome.NOT_PLACED, assertInstanceOf(Refused.class, posted).outcome());
        assertEquals(2, looks.get());
        assertEquals(0, fake.asked().size());
    }

    @Test
    void an_order_in_time_goes_out_whole_and_once() throws Exception {
        var posted = api.place(Orders.order(Orders.trunk(fake.address()), Orders.line()), () -> true);
        assertEquals("CA1", assertInstanceOf(Accepted.class, posted).answer().carrierId().orElse(""));
        assertEquals(1, fake.asked().size());
        assertEquals(Orders.NUMBER, fake.asked().getFirst().one("To"));
    }

    @Test
    void an_answer_that_does_not_come_leaves_it_open_what_became_of_the_order() throws Exception {
        var released = new CountDownLatch(1);
        fake.next(reply -> reply.hold(released));
        try (var hasty = new RestApi(Duration.ofSeconds(1))) {
            var posted = hasty.place(Orders.order(Orders.trunk(fake.address()), Orders.line()), () -> true);
            assertInstanceOf(Unknown.class, posted);
        } finally {
            released.countDown();
        }
        assertEquals(1, fake.asked().size());
    }

    @Test
    void what_was_given_up_goes_out_no_more() {
        var body = new TimelyBody("To=1", () -> true);
        assertTrue(body.giveUp());
        assertFalse(body.late());
        var seen = new ArrayList<String>();
        body.subscribe(new Flow.Subscriber<>() {

            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(ByteBuffer item) {
                seen.add("sent");
            }

            @Override
            public void onError(Throwable problem) {
                seen.add("held back");
            }

            @Override
            public void onComplete() {
                seen.add("sent whole");
            }
        });
        assertEquals(List.of("held back"), seen);
    }
}
