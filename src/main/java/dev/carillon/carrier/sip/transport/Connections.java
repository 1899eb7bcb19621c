package dev.carillon.carrier.sip.transport;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import dev.carillon.carrier.sip.message.SipMessage;
import dev.carillon.carrier.sip.transaction.Hop;
import dev.carillon.carrier.sip.transaction.Transport;

/**
 * All connections of TCP and TLS, no more than there may be. A message goes over the one that its hop names
 * while that is open, otherwise over the one of ours that leads there, and is what makes us make it where
 * there is none. Thread-safe; nothing waits but for a lock that is held for moments.
 */
final class Connections implements AutoCloseable {

    static final Duration SWEEP = Duration.ofSeconds(5);
    private static final int STUCK = 2;

    /** More than the 32 s after which a transaction has given up. */
    private static final int DEAF = 8;
    private static final int PING = 12;
    private static final String STOPS = "this server stops";

    private final Shared shared;
    private final Tls tls;
    private final Sweeping rules;
    private final ReentrantLock lock = new ReentrantLock();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<Long, Connection> open = new ConcurrentHashMap<>();
    private final Map<Peer, Connection> ours = new ConcurrentHashMap<>();
    private long numbers;
    private volatile int tick;

    Connections(Shared shared) {
        SipListening listening = shared.listening();
        this.shared = shared;
        this.tls = new Tls(listening.identity(), listening.connectWithin());
        this.rules = new Sweeping((int) listening.idle().dividedBy(SWEEP), STUCK, DEAF, PING);
        Thread.ofVirtual().name("sip connections").start(this::sweepUntilClosed);
    }

    int size() {
        return open.size();
    }

    /** Which sweep it is: the time of connections, in which a few seconds more or less do not matter. */
    int tick() {
        return tick;
    }

    void send(Outgoing message, Hop to) {
        Connection named = open.get(to.connection());
        if (named != null && named.takes(message)) {
            return;
        }
        var peer = Peer.of(to);
        Connection ready = ours.get(peer);
        if (ready == null || !ready.takes(message)) {
            sendByLeading(message, peer);
        }
    }

    private void sendByLeading(Outgoing message, Peer peer) {
        lock.lock();
        try {
            Connection known = ours.get(peer);
            if (known != null && known.takes(message)) {
                return;
            }
            Connection made = make(peer);
            // It has its message before it can fail, so that its sender hears why it did.
            if (made == null || !made.takes(message)) {
                message.failLater(none());
            }
            if (made != null) {
                made.start();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Has a connection that leads there made, where there is none, and waits until it is open. */
    void await(Hop to) throws IOException, InterruptedException {
        Connection leading = leadingTo(Peer.of(to));
        if (leading == null) {
            throw new IOException(none());
        }
        leading.awaitOpen();
    }

    /** Takes over a connection that somebody made; false where there is no room for it. */
    boolean accept(Transport transport, Socket socket) {
        lock.lock();
        try {
            long others = open.values().stream().filter(connection -> !connection.isOurs()).count();
            int most = shared.listening().mostConnections();
            if (isClosed() || open.size() >= most || others >= most / 2) {
                return false;
            }
            add(new Answering(transport, socket, tls)).start();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Ends those of others from where nobody is listened to any more. */
    void endUnheard() {
        for (Connection connection : open.values()) {
            if (connection.opening() instanceof Answering answering
                    && !shared.allowed().hears(answering.raw().getInetAddress())) {
                connection.end("nobody there is listened to any more");
            }
        }
    }

    void sweep() {
        int now = tick + 1;
        tick = now;
        open.values().forEach(connection -> connection.sweep(now, rules));
    }

    void forget(Connection ended) {
        open.remove(ended.number(), ended);
        if (ended.opening() instanceof Dialling dialling) {
            ours.remove(dialling.peer(), ended);
        }
    }

    void heard(SipMessage message, Hop from) {
        shared.ear().hear(message, from);
    }

    void malformed() {
        shared.tally().malformed.increment();
    }

    void wrote(Outgoing written) {
        if (written.isMessage()) {
            shared.tally().out.increment();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed.countDown();
        } finally {
            lock.unlock();
        }
        open.values().forEach(connection -> connection.end(STOPS));
    }

    private String none() {
        return isClosed() ? STOPS : "there are as many SIP connections as may be: " + open.size();
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** Null where there is no room for one more. */
    private @Nullable Connection leadingTo(Peer peer) {
        lock.lock();
        try {
            Connection known = ours.get(peer);
            if (known != null && known.isOpen()) {
                return known;
            }
            Connection made = make(peer);
            if (made != null) {
                made.start();
            }
            return made;
        } finally {
            lock.unlock();
        }
    }

    /** One of ours that is still to be started, or null where there is no room for it. */
    private @Nullable Connection make(Peer peer) {
        if (isClosed() || !hasRoom()) {
            return null;
        }
        Connection made = add(new Dialling(peer, shared, tls));
        ours.put(peer, made);
        return made;
    }

    /** Room is made by ending the one of ours that was unused for the longest, if it was for a while. */
    private boolean hasRoom() {
        if (open.size() < shared.listening().mostConnections()) {
            return true;
        }
        Optional<Connection> idlest = open.values().stream().filter(Connection::isOurs)
                .min(Comparator.comparingInt(Connection::usedAt));
        if (idlest.isEmpty() || idlest.get().usedAt() >= tick) {
            return false;
        }
        idlest.get().end("another one was needed more");
        return true;
    }

    private Connection add(Opening opening) {
        var connection = new Connection(this, ++numbers, opening);
        open.put(connection.number(), connection);
        return connection;
    }

    private void sweepUntilClosed() {
        try {
            while (!closed.await(SWEEP.toSeconds(), TimeUnit.SECONDS)) {
                sweep();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
