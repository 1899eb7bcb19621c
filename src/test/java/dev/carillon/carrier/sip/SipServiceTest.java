package dev.carillon.carrier.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.carillon.base.Chance;
import dev.carillon.base.Ids;
import dev.carillon.base.Patience;
import dev.carillon.base.Secrets;
import dev.carillon.base.VirtualTimeline;
import dev.carillon.call.Trunk;
import dev.carillon.carrier.sip.transport.SipListening;
import dev.carillon.dial.LedgerAway;
import dev.carillon.dial.Peers;

/** SIP of a node makes itself ready: whoever dials waits for that, and for no more. */
class SipServiceTest {

    private static final Peers.Known A_TRUNK = known(Trunk.Kind.SIP, "{\"addresses\": [{\"host\":"
            + " \"127.0.0.1\", \"port\": 5060}], \"keep_alive_seconds\": 0}");

    private final VirtualTimeline timeline = new VirtualTimeline(Instant.parse("2026-03-02T12:00:00Z"));
    private final BlockingQueue<Supplier<Peers.Known>> answers = new LinkedBlockingQueue<>();
    private final AtomicInteger told = new AtomicInteger();
    private final int port = freePort();
    private final SipService service =
            new SipService(SipListening.at(Telephones.LOOPBACK, port, -1), new SipService.Ground(timeline,
                    Chance.secure(), Secrets.of(null, null, Chance.secure()),
                    new Ids(new byte[16], Chance.secure(), timeline), this::asked));

    private static Peers.Known known(Trunk.Kind kind, String settings) {
        return new Peers.Known(List.of(new Peers.Line(new Trunk(1, "o", kind, settings), false)), List.of());
    }

    /** The directory answers when the test says what. */
    private Peers.Known asked() {
        try {
            return answers.take().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Peers.Known.NONE;
        }
    }

    private static int freePort() {
        try (var socket = new DatagramSocket(0, Telephones.LOOPBACK)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether somebody listens there. */
    private boolean isBound() {
        try (var _ = new DatagramSocket(port, Telephones.LOOPBACK)) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static void eventually(BooleanSupplier condition) {
        assertTrue(Patience.until(Duration.ofSeconds(20), condition));
    }

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void with_a_trunk_it_is_ready_when_its_sockets_are_open() {
        service.start(told::incrementAndGet);
        assertFalse(service.isReady());
        answers.add(() -> A_TRUNK);
        eventually(service::isReady);
        assertTrue(isBound());
        eventually(() -> told.get() == 1);
        answers.addAll(List.of(() -> A_TRUNK, () -> A_TRUNK));
        eventually(answers::isEmpty);
        assertEquals(1, told.get(), "after the second look");
    }

    @Test
    void without_one_it_is_ready_as_soon_as_that_is_known_and_opens_nothing() {
        service.start(told::incrementAndGet);
        answers.add(() -> known(Trunk.Kind.REST, "{}"));
        eventually(service::isReady);
        assertFalse(isBound());
        eventually(() -> told.get() == 1);
    }

    @Test
    void a_database_that_is_away_tells_nothing_and_is_asked_again() {
        service.start(told::incrementAndGet);
        answers.add(() -> {
            throw new LedgerAway("away", false, null);
        });
        eventually(answers::isEmpty);
        answers.add(() -> A_TRUNK);
        eventually(() -> told.get() == 1);
        assertTrue(isBound());
    }

    @Test
    void where_its_port_is_taken_it_is_as_ready_as_it_can_be() throws IOException {
        try (var _ = new DatagramSocket(port, Telephones.LOOPBACK)) {
            service.start(told::incrementAndGet);
            answers.add(() -> A_TRUNK);
            eventually(service::isReady);
        }
    }

    @Test
    void whoever_is_not_found_in_time_keeps_nobody_from_dialling() {
        service.start(told::incrementAndGet);
        timeline.advance(Duration.ofSeconds(5));
        assertFalse(service.isReady());
        timeline.advance(Duration.ofMillis(1));
        assertTrue(service.isReady());
        assertEquals(0, told.get());
    }
}
