package dev.carillon.carrier.sip.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.carillon.carrier.sip.message.SipMessage;
import dev.carillon.carrier.sip.message.SipRequest;
import dev.carillon.carrier.sip.message.SipSyntax;

/** Octets on their way, whose sender is told at most once that they did not go. Thread-safe. */
final class Outgoing {

    private static final Logger LOG = LoggerFactory.getLogger(Outgoing.class);

    private static final String LINE_END = "\r\n";

    /** What it is: a request that wants an answer, any other message, or none. */
    private enum Kind {
        ASKS, TELLS, LINE_ENDS
    }

    private final byte[] octets;
    private final Kind kind;
    private final AtomicReference<@Nullable Consumer<String>> failed;

    private Outgoing(byte[] octets, Kind kind, Consumer<String> failed) {
        this.octets = octets;
        this.kind = kind;
        this.failed = new AtomicReference<>(failed);
    }

    /** Refused with {@link SipSyntax} where it cannot be written. */
    static Outgoing of(SipMessage message, Consumer<String> failed) {
        boolean asks = message instanceof SipRequest request && !request.method().equals("ACK");
        return new Outgoing(message.bytes(), asks ? Kind.ASKS : Kind.TELLS, failed);
    }

    /** So many line ends, which are a ping or its answer. */
    static Outgoing lineEnds(int count) {
        return new Outgoing(LINE_END.repeat(count).getBytes(US_ASCII), Kind.LINE_ENDS, why -> {
        });
    }

    byte[] octets() {
        return octets;
    }

    /** Whether the other side must answer. */
    boolean asks() {
        return kind == Kind.ASKS;
    }

    boolean isMessage() {
        return kind != Kind.LINE_ENDS;
    }

    void fail(String why) {
        Consumer<String> listener = failed.getAndSet(null);
        if (listener != null) {
            tell(listener, why);
        }
    }

    /** Where the sender may be on this very thread: it is told on another. */
    void failLater(String why) {
        later(() -> fail(why));
    }

    /** The same of a message that there are no octets of. */
    static void failLater(Consumer<String> failed, String why) {
        later(() -> tell(failed, why));
    }

    private static void later(Runnable task) {
        Thread.ofVirtual().name("sip not sent").start(task);
    }

    private static void tell(Consumer<String> listener, String why) {
        try {
            listener.accept(why);
        } catch (RuntimeException e) {
            LOG.error("whoever sent a SIP message failed to hear that it did not go", e);
        }
    }
}
