package dev.carillon.carrier.sip.transport;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Patience;
import dev.carillon.carrier.sip.message.Answer;
import dev.carillon.carrier.sip.message.Body;
import dev.carillon.carrier.sip.message.Header;
import dev.carillon.carrier.sip.message.Headers;
import dev.carillon.carrier.sip.message.Parameter;
import dev.carillon.carrier.sip.message.SipMessage;
import dev.carillon.carrier.sip.message.SipRequest;
import dev.carillon.carrier.sip.message.Via;
import dev.carillon.carrier.sip.transaction.Hop;
import dev.carillon.carrier.sip.transaction.Transport;
import dev.carillon.carrier.sip.transaction.Trust;

/** A transport on loopback whose user is the test: it keeps what it hears and what it is told. */
final class Station implements AutoCloseable {

    static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    static final Duration LONGEST = Duration.ofSeconds(20);

    final SipTransport transport;
    private final BlockingQueue<Letter> heard = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> failures = new LinkedBlockingQueue<>();
    private int branches;

    Station(SipListening listening) throws IOException {
        this(listening, new Names(Station::lookUp, Duration.ofSeconds(5)));
    }

    private static List<InetAddress> lookUp(String name) throws UnknownHostException {
        if (name.equals("b.example")) {
            return List.of(LOOPBACK);
        }
        throw new UnknownHostException(name);
    }

    Station(SipListening listening, Names names) throws IOException {
        transport = SipTransport.open(listening, (message, from) -> heard.add(new Letter(message, from)),
                names);
    }

    /** On free ports of UDP and TCP, where everybody on this machine is heard. */
    static Station open() throws IOException {
        return new Station(SipListening.at(LOOPBACK, 0, 0)).hearing("127.0.0.1");
    }

    /** The same with UDP and TCP on one port, as is usual. */
    static Station onOnePort() throws IOException {
        for (int tries = 0; tries < 20; tries++) {
            int port;
            try (Station free = open()) {
                port = free.port(Transport.TCP);
            }
            try {
                return new Station(SipListening.at(LOOPBACK, port, port)).hearing("127.0.0.1");
            } catch (IOException e) {
                // Somebody else has it for UDP: another one.
            }
        }
        throw new IOException("no port is free for UDP and TCP");
    }

    Station hearing(String... addresses) {
        transport.allow(Arrays.stream(addresses).map(InetAddress::ofLiteral).collect(Collectors.toSet()));
        return this;
    }

    int port(Transport kind) {
        return transport.ports().getOrDefault(kind, -1);
    }

    /** How others reach it. */
    Hop hop(Transport kind) {
        return hop(kind, null);
    }

    Hop hop(Transport kind, @Nullable Trust trust) {
        return Hop.of(kind, "127.0.0.1", port(kind), trust);
    }

    /** A request of its own to there. */
    SipRequest request(String method, Hop to) {
        return request(method, to, 0);
    }

    SipRequest request(String method, Hop to, int body) {
        branches++;
        Via via = transport.via(to);
        var branch = new Parameter("branch", "z9hG4bK-" + branches);
        return message(method, new Via(via.transport(), via.host(), via.port(),
                via.parameters().with(branch)), body);
    }

    static SipRequest message(String method, Via via, int body) {
        return new SipRequest(method, "sip:b@example.com",
                Headers.of(new Header("Via", via.text()), new Header("Max-Forwards", "70"),
                        new Header("From", "<sip:a@example.com>;tag=a"),
                        new Header("To", "<sip:b@example.com>"), new Header("Call-ID", "call"),
                        new Header("CSeq", "1 " + method)),
                Body.of("x".repeat(body)));
    }

    /** Sends a new request there. */
    SipRequest asks(String method, Hop to) {
        SipRequest request = request(method, to);
        sends(request, to);
        return request;
    }

    void sends(SipMessage message, Hop to) {
        transport.send(message, to, failures::add);
    }

    /** Answers where it came from. */
    void answers(Letter letter, int status) {
        sends(Answer.to(letter.request(), status, "b"), letter.from());
    }

    /** The next that it hears. */
    Letter hears() {
        return next(heard);
    }

    /** The next thing that it hears must be this method, or this status. */
    Letter hears(String word) {
        Letter letter = hears();
        assertTrue(letter.word().equals(word), letter.word());
        return letter;
    }

    boolean hasHeardNothing() {
        return heard.isEmpty();
    }

    /** The next reason for which something was not sent. */
    String failure() {
        return next(failures);
    }

    boolean hasNoFailure() {
        return failures.isEmpty();
    }

    int failures() {
        return failures.size();
    }

    TransportCounts counts() {
        return transport.counts();
    }

    void sweep(int times) {
        for (int i = 0; i < times; i++) {
            transport.connections().sweep();
        }
    }

    void until(BooleanSupplier ready) {
        assertTrue(Patience.until(LONGEST, ready), () -> counts().toString());
    }

    private static <T> T next(BlockingQueue<T> queue) {
        try {
            T next = queue.poll(LONGEST.toSeconds(), TimeUnit.SECONDS);
            assertNotNull(next, "nothing came");
            return next;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        transport.close();
    }
}
