package dev.carillon.carrier.sip.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.carillon.base.Chance;
import dev.carillon.base.SystemTimeline;
import dev.carillon.carrier.sip.message.Body;
import dev.carillon.carrier.sip.message.Header;
import dev.carillon.carrier.sip.message.Headers;
import dev.carillon.carrier.sip.message.SipMessage;
import dev.carillon.carrier.sip.message.SipRequest;
import dev.carillon.carrier.sip.message.SipResponse;
import dev.carillon.carrier.sip.transaction.ClientEvent;
import dev.carillon.carrier.sip.transaction.ClientTransaction;
import dev.carillon.carrier.sip.transaction.Ground;
import dev.carillon.carrier.sip.transaction.Hop;
import dev.carillon.carrier.sip.transaction.Requests;
import dev.carillon.carrier.sip.transaction.ServerTransaction;
import dev.carillon.carrier.sip.transaction.Timers;
import dev.carillon.carrier.sip.transaction.Transactions;

/**
 * Transactions over a real transport: what it is told is words. It rings when it is invited, is silent to
 * INFO, says OK to all else, and 487 to an INVITE that is cancelled.
 */
final class Agent implements Requests, AutoCloseable {

    private final SystemTimeline timeline = new SystemTimeline(Duration.ofHours(1));
    private final ExecutorService owner = Executors.newSingleThreadExecutor();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final SipTransport transport;
    private final Transactions transactions;

    Agent(SipTransport.Heard also, SipListening listening) throws IOException {
        transport = SipTransport.open(listening, (message, from) -> {
            also.heard(message, from);
            owner.execute(() -> receive(message, from));
        });
        transactions = new Transactions(new Ground(transport, timeline, owner, Chance.secure()),
                Timers.STANDARD, 100, this);
    }

    private void receive(SipMessage message, Hop from) {
        transactions.receive(message, from);
    }

    SipTransport transport() {
        return transport;
    }

    /** What becomes of it is told. */
    ClientTransaction sends(String method, Hop to, int body) {
        var request = new SipRequest(method, "sip:b@example.com",
                Headers.of(new Header("Max-Forwards", "70"), new Header("From", "<sip:a@example.com>;tag=a"),
                        new Header("To", "<sip:b@example.com>"), new Header("Call-ID", "call"),
                        new Header("CSeq", "1 " + method)),
                Body.of("x".repeat(body)));
        return transactions.send(request, to, event -> told.add(switch (event) {
            case ClientEvent.Answered(SipResponse response) -> Integer.toString(response.status());
            case ClientEvent.TimedOut() -> "timed out";
            case ClientEvent.NotSent(String why) -> why;
        }));
    }

    void does(Runnable what) {
        owner.execute(what);
    }

    /** The next things that it is told. */
    void isTold(String... words) throws InterruptedException {
        for (String word : words) {
            assertEquals(word, told.poll(Station.LONGEST.toSeconds(), TimeUnit.SECONDS));
        }
    }

    @Override
    public void heard(SipRequest request, ServerTransaction transaction) {
        told.add(request.method());
        switch (request.method()) {
            case "INVITE" -> transaction.answer(180);
            case "INFO" -> transaction.answer(100);
            default -> transaction.answer(200);
        }
    }

    @Override
    public void acknowledged(SipRequest ack) {
        told.add("ACK");
    }

    @Override
    public void cancelled(ServerTransaction invite) {
        told.add("cancelled");
        invite.answer(487);
    }

    @Override
    public void failed(ServerTransaction transaction, String why) {
        told.add(why);
    }

    @Override
    public void close() {
        transport.close();
        owner.shutdownNow();
        timeline.close();
    }
}
