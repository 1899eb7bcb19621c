package dev.carillon.carrier.sip.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Chance;
import dev.carillon.base.VirtualTimeline;
import dev.carillon.carrier.sip.message.Answer;
import dev.carillon.carrier.sip.message.Body;
import dev.carillon.carrier.sip.message.Header;
import dev.carillon.carrier.sip.message.Headers;
import dev.carillon.carrier.sip.message.Parameters;
import dev.carillon.carrier.sip.message.SipMessage;
import dev.carillon.carrier.sip.message.SipRequest;
import dev.carillon.carrier.sip.message.SipResponse;
import dev.carillon.carrier.sip.message.Via;

/**
 * Transactions on virtual time, whose network and user is the test: it sees what is sent and told, as words,
 * and says what arrives.
 */
final class Desk implements Wire, Requests {

    final VirtualTimeline time = new VirtualTimeline(Instant.parse("2030-01-01T00:00:00Z"));
    final List<SipMessage> messages = new ArrayList<>();
    final List<Hop> hops = new ArrayList<>();
    final List<SipRequest> acks = new ArrayList<>();
    final Transactions transactions;
    final Hop peer;
    private final Deque<Consumer<String>> failures = new ArrayDeque<>();
    private final List<String> sent = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private @Nullable ServerTransaction heard;
    private int atOnce;

    Desk(Transport transport) {
        this(transport, 1_000);
    }

    Desk(Transport transport, int most) {
        peer = Hop.of(transport, "192.0.2.7", 5070);
        transactions = transactions(task -> time.wakeAt(time.now(), task), most);
    }

    /** With a queue of its own, whose turn the test decides. */
    Desk(Transport transport, Executor owner) {
        peer = Hop.of(transport, "192.0.2.7", 5070);
        transactions = transactions(owner, 1_000);
    }

    private Transactions transactions(Executor owner, int most) {
        return new Transactions(new Ground(this, time, owner, Chance.seeded(1)), Timers.STANDARD, most, this);
    }

    @Override
    public Via via(Hop to) {
        return new Via(to.transport().name(), "192.0.2.1", 5060, Parameters.NONE);
    }

    @Override
    public void send(SipMessage message, Hop to, Consumer<String> failed) {
        messages.add(message);
        hops.add(to);
        failures.add(failed);
        sent.add(switch (message) {
            case SipRequest request -> request.method();
            case SipResponse response -> Integer.toString(response.status());
        });
    }

    @Override
    public void heard(SipRequest request, ServerTransaction transaction) {
        told.add(request.method());
        heard = transaction;
        if (atOnce > 0) {
            transaction.answer(atOnce);
        }
    }

    /** From now on requests are answered so within what the user is told. */
    void atOnce(int status) {
        atOnce = status;
    }

    @Override
    public void acknowledged(SipRequest ack) {
        told.add("ACK");
        acks.add(ack);
    }

    @Override
    public void cancelled(ServerTransaction invite) {
        told.add("cancelled");
    }

    @Override
    public void failed(ServerTransaction transaction, String why) {
        told.add(why);
    }

    /** What was sent since the last look. */
    List<String> sent() {
        return look(sent);
    }

    /** What users were told since the last look. */
    List<String> told() {
        return look(told);
    }

    private static List<String> look(List<String> words) {
        List<String> seen = List.copyOf(words);
        words.clear();
        return seen;
    }

    void advance(long millis) {
        time.advance(Duration.ofMillis(millis));
    }

    /** The next copies of it go after these milliseconds each, and nothing goes in between. */
    void sendsAgain(String word, int... rests) {
        for (int rest : rests) {
            advance(rest - 1);
            assertEquals(List.of(), sent());
            advance(1);
            assertEquals(List.of(word), sent());
        }
    }

    /** Users are told this after so many milliseconds, nothing before, and then nothing is left. */
    void endsAfter(int millis, String word) {
        advance(millis - 1);
        assertEquals(List.of(), told());
        advance(1);
        assertEquals(List.of(word), told());
        assertTrue(isClear());
    }

    /** A request of ours; what becomes of it is told as its status, or as the event's name. */
    ClientTransaction send(String method) {
        return transactions.send(request(method), peer, event -> told.add(switch (event) {
            case ClientEvent.Answered(SipResponse response) -> Integer.toString(response.status());
            case ClientEvent.TimedOut() -> "timed out";
            case ClientEvent.NotSent(String why) -> why;
        }));
    }

    static SipRequest request(String method) {
        return new SipRequest(method, "sip:bob@192.0.2.7", Headers.of(new Header("Max-Forwards", "70"),
                new Header("Route", "<sip:a.example;lr>, <sip:b.example;lr>"),
                new Header("Route", "<sip:c.example;lr>"),
                new Header("From", "\"Alice\" <sip:alice@192.0.2.1>;tag=a"),
                new Header("To", "<sip:bob@192.0.2.7>"), new Header("Call-ID", "call-1"),
                new Header("CSeq", "7 " + method)), Body.of("v=0\r\n"));
    }

    /** The first message that was sent of this method. */
    SipRequest sentFirst(String method) {
        return messages.stream().filter(SipRequest.class::isInstance).map(SipRequest.class::cast)
                .filter(request -> request.method().equals(method)).findFirst().orElseThrow();
    }

    SipRequest lastRequest() {
        return (SipRequest) messages.getLast();
    }

    SipResponse lastResponse() {
        return (SipResponse) messages.getLast();
    }

    /** The peer answers our first request of this method. */
    void answered(String method, int status) {
        answered(method, status, "b");
    }

    void answered(String method, int status, String tag) {
        transactions.receive(Answer.to(sentFirst(method), status, tag), peer);
    }

    /** The oldest message of which that is not known yet turns out not to have been sent. */
    void failsToSend() {
        failures.removeFirst().accept("refused");
        advance(0);
    }

    /** The same with the message that was sent last. */
    void failsToSendLast() {
        failures.removeLast().accept("refused");
        advance(0);
    }

    /** A request of the peer's arrives; the same method is the same request, an ACK its INVITE's. */
    void arrives(String method) {
        arrives(heardAs(method));
    }

    void arrives(SipRequest request) {
        transactions.receive(request, peer);
    }

    static SipRequest heardAs(String method) {
        String own = List.of("ACK", "CANCEL").contains(method) ? "invite" : method.toLowerCase(Locale.ROOT);
        return heardAs(method, own);
    }

    static SipRequest heardAs(String method, String branch) {
        return request(method).with(headers -> headers.prepend("Via",
                "SIP/2.0/UDP 192.0.2.7:5070;rport;branch=z9hG4bK-" + branch));
    }

    /** The transaction that was heard last. */
    ServerTransaction heard() {
        return Objects.requireNonNull(heard, "nothing was heard");
    }

    boolean answers(int status) {
        return heard().answer(status);
    }

    /** Drops its own record of what was sent and told. */
    void forget() {
        messages.clear();
        hops.clear();
        failures.clear();
        sent.clear();
        told.clear();
    }

    /** Nothing is left of anything. */
    boolean isClear() {
        return transactions.open() == 0 && time.waiting() == 0;
    }
}
