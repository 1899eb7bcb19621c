package dev.carillon.carrier.sip;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.carillon.base.Chance;
import dev.carillon.base.Ids;
import dev.carillon.base.Patience;
import dev.carillon.base.Secrets;
import dev.carillon.base.VirtualTimeline;
import dev.carillon.carrier.sip.message.Body;
import dev.carillon.carrier.sip.message.Header;
import dev.carillon.carrier.sip.message.Headers;
import dev.carillon.carrier.sip.message.Parameters;
import dev.carillon.carrier.sip.message.SipMessage;
import dev.carillon.carrier.sip.message.SipRequest;
import dev.carillon.carrier.sip.message.Via;
import dev.carillon.carrier.sip.transaction.Hop;
import dev.carillon.carrier.sip.transaction.Transport;
import dev.carillon.carrier.sip.transaction.Wire;
import dev.carillon.carrier.sip.transport.Locator;

/** When a node takes no more calls, for what it remembers of those that were. */
class RoomForCallsTest implements Wire {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int MORE_THAN_FIT = 65_000;

    private final VirtualTimeline time = new VirtualTimeline(Instant.parse("2030-01-01T00:00:00Z"));
    private final Locator locator = new Locator(Chance.secure(), time);
    private final Hop peer = Hop.of(Transport.UDP, "192.0.2.7", 5060);
    private final AtomicInteger answers = new AtomicInteger();
    private final SipCarrier carrier = new SipCarrier(new SipCarrier.Ports(this, hop -> {
    }, locator, time, Chance.secure(), Secrets.of(null, null, Chance.secure()),
            new Ids(new byte[16], Chance.secure(), time)));

    @AfterEach
    void close() {
        carrier.close();
        locator.close();
    }

    @Override
    public Via via(Hop to) {
        return new Via("UDP", "192.0.2.1", 5060, Parameters.NONE);
    }

    @Override
    public void send(SipMessage message, Hop to, Consumer<String> failed) {
        answers.incrementAndGet();
    }

    /** A question whose answer is remembered, in the first of the queues. */
    private void asks(int i) {
        carrier.heard(new SipRequest("OPTIONS", "sip:192.0.2.1", Headers.of(
                new Header("Via", "SIP/2.0/UDP 192.0.2.7;branch=z9hG4bK" + i),
                new Header("From", "<sip:192.0.2.7>;tag=p"), new Header("To", "<sip:192.0.2.1>"),
                new Header("Call-ID", i + ".0"), new Header("CSeq", "1 OPTIONS")), Body.NONE), peer);
    }

    @Test
    void a_full_queue_leaves_no_room_until_what_it_remembers_is_forgotten() {
        assertTrue(carrier.hasRoom());
        for (int i = 0; i < MORE_THAN_FIT; i++) {
            asks(i);
        }
        assertTrue(Patience.until(LONG, () -> answers.get() == MORE_THAN_FIT));
        assertFalse(carrier.hasRoom());
        time.advance(Duration.ofSeconds(33));
        assertTrue(Patience.until(LONG, carrier::hasRoom));
    }
}
