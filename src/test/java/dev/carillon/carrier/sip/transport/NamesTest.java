package dev.carillon.carrier.sip.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import dev.carillon.carrier.sip.transaction.Hop;
import dev.carillon.carrier.sip.transaction.Transport;

/** Names become addresses without anybody waiting for another's. */
class NamesTest {

    private static final List<InetAddress> LOOPBACK = List.of(Station.LOOPBACK);

    private final CountDownLatch slow = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();

    private List<InetAddress> lookUp(String name) throws UnknownHostException {
        asked.incrementAndGet();
        if (name.startsWith("slow")) {
            try {
                assertTrue(slow.await(Station.LONGEST.toSeconds(), TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                throw new UnknownHostException("interrupted");
            }
        } else if (name.startsWith("nobody")) {
            throw new UnknownHostException(name);
        }
        return LOOPBACK;
    }

    @Test
    void an_address_needs_nobody_to_tell_it() throws IOException {
        try (var names = new Names(this::lookUp, Duration.ofSeconds(1))) {
            assertEquals(LOOPBACK, names.known("127.0.0.1"));
            assertEquals(List.of(InetAddress.ofLiteral("2001:db8::5")), names.known("[2001:db8::5]"));
            assertEquals(LOOPBACK, names.await("127.0.0.1"));
            assertEquals(0, asked.get());
        }
    }

    @Test
    void a_name_is_asked_for_once_and_then_known() throws IOException {
        try (var names = new Names(this::lookUp, Duration.ofSeconds(1))) {
            assertEquals(List.of(), names.known("a.example"));
            assertEquals(LOOPBACK, names.await("a.example"));
            assertEquals(LOOPBACK, names.await("a.example"));
            assertEquals(LOOPBACK, names.known("a.example"));
            assertEquals(1, asked.get());
        }
    }

    @Test
    void a_name_that_nobody_knows_is_told_in_words() {
        try (var names = new Names(this::lookUp, Duration.ofSeconds(1))) {
            assertEquals("unknown host nobody.example",
                    assertThrows(IOException.class, () -> names.await("nobody.example")).getMessage());
        }
    }

    @Test
    void who_waits_for_a_slow_name_is_told_in_time_and_it_takes_one_thread_however_many_ask()
            throws InterruptedException {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        try (var names = new Names(this::lookUp, Duration.ofSeconds(3))) {
            for (int i = 0; i < 50; i++) {
                names.find("slow.example", found -> told.add("found"), told::add);
            }
            names.find("a.example", found -> told.add("found"), told::add);
            assertEquals("found", told.poll(Station.LONGEST.toSeconds(), TimeUnit.SECONDS));
            for (int i = 0; i < 50; i++) {
                assertEquals("no answer about slow.example within 3 s",
                        told.poll(Station.LONGEST.toSeconds(), TimeUnit.SECONDS));
            }
            assertThrows(IOException.class, () -> names.await("slow.example"));
            assertEquals(2, asked.get());
            slow.countDown();
        }
    }

    @Test
    void a_name_that_is_slow_holds_up_no_other_peer() throws IOException {
        try (var a = new Station(SipListening.at(Station.LOOPBACK, 0, 0),
                new Names(this::lookUp, Duration.ofSeconds(1))); Station b = Station.open()) {
            for (int i = 0; i < 10; i++) {
                a.asks("INVITE", Hop.of(Transport.UDP, "slow.example", b.port(Transport.UDP)));
                a.asks("INVITE", Hop.of(Transport.TCP, "slow.example", b.port(Transport.TCP)));
            }
            for (Transport kind : List.of(Transport.UDP, Transport.TCP)) {
                a.asks("OPTIONS", Hop.of(kind, "fast.example", b.port(kind)));
                b.hears("OPTIONS");
            }
            for (int i = 0; i < 20; i++) {
                assertEquals("no answer about slow.example within 1 s", a.failure());
            }
            slow.countDown();
        }
    }
}
