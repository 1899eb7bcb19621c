package dev.carillon.carrier.sip.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.carillon.carrier.sip.message.SipMessage;
import dev.carillon.carrier.sip.message.SipStream;
import dev.carillon.carrier.sip.message.SipSyntax;
import dev.carillon.carrier.sip.transaction.Hop;

/**
 * One connection, from before it is open until after its end. A thread of its own opens it and writes, so
 * that whoever sends only joins a queue; another reads. What still waits at its end is told so. Thread-safe.
 */
final class Connection {

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final int MOST_WAITING = 1_000;
    private static final int BUFFER = 8 * 1024;
    private static final int NEVER = -1;

    private final Connections home;
    private final long number;
    private final Opening opening;
    private final BlockingQueue<Outgoing> queue = new LinkedBlockingQueue<>(MOST_WAITING);
    private final AtomicReference<@Nullable String> ended = new AtomicReference<>();
    private final AtomicInteger pings = new AtomicInteger();
    private final CountDownLatch settled = new CountDownLatch(1);
    private final Thread writer;
    private volatile @Nullable Line line;
    private volatile int usedAt;
    private volatile int writingSince = NEVER;
    private volatile int unansweredSince = NEVER;

    Connection(Connections home, long number, Opening opening) {
        this.home = home;
        this.number = number;
        this.opening = opening;
        this.usedAt = home.tick();
        this.writer = Thread.ofVirtual().name("sip connection " + number).unstarted(this::run);
    }

    void start() {
        writer.start();
    }

    long number() {
        return number;
    }

    Opening opening() {
        return opening;
    }

    boolean isOurs() {
        return opening instanceof Dialling;
    }

    boolean isOpen() {
        return ended.get() == null;
    }

    /** The sweep at which it was last used for a message. */
    int usedAt() {
        return usedAt;
    }

    /**
     * Sends the message, or tells that it cannot; false where the connection has ended and it is neither.
     */
    boolean takes(Outgoing message) {
        if (!isOpen()) {
            return false;
        }
        usedAt = home.tick();
        if (!queue.offer(message)) {
            message.failLater("more than " + MOST_WAITING + " messages wait for a connection");
            return true;
        }
        // Those that waited at its end may have been told before this one came.
        return isOpen() || !queue.remove(message);
    }

    /**
     * Waits until it is open.
     *
     * @throws IOException when it never was, or is not any more; says why
     */
    void awaitOpen() throws IOException, InterruptedException {
        settled.await();
        String why = ended.get();
        if (why != null) {
            throw new IOException(why);
        }
    }

    /** Ends it; the first reason counts. Waits for nothing. */
    void end(String why) {
        if (ended.compareAndSet(null, why)) {
            home.forget(this);
            // It lets go of whatever it waits for; what it writes or opens is closed by that.
            writer.interrupt();
        }
    }

    /** Looks after it every few seconds. */
    void sweep(int now, Sweeping rules) {
        int silent = now - usedAt;
        if (isLongAgo(writingSince, now, rules.stuck())) {
            end("the other side takes nothing any more");
        } else if (isOurs() && isLongAgo(unansweredSince, now, rules.deaf())) {
            end("nothing comes back over the connection any more");
        } else if (silent > rules.idle()) {
            end("no message used it for long");
        } else if (isOurs() && line != null && silent > 0 && silent % rules.ping() == 0) {
            pings.incrementAndGet();
            say(Outgoing.lineEnds(2));
        }
    }

    private static boolean isLongAgo(int since, int now, int sweeps) {
        return since != NEVER && now - since >= sweeps;
    }

    private void say(Outgoing lineEnds) {
        boolean _ = queue.offer(lineEnds);
    }

    private void run() {
        String why = "the connection was closed";
        try (Line open = opening.open()) {
            line = open;
            settled.countDown();
            if (isOpen()) {
                Thread.ofVirtual().name("sip reader " + number).start(() -> read(open));
                write(open.out());
            }
        } catch (IOException e) {
            why = String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            LOG.trace("connection {} ends", number);
        } finally {
            end(why);
            settled.countDown();
            // Those who are told must not find the interrupt of its end.
            boolean _ = Thread.interrupted();
            tellThoseWhoWait();
        }
    }

    private void tellThoseWhoWait() {
        String why = String.valueOf(ended.get());
        for (Outgoing left = queue.poll(); left != null; left = queue.poll()) {
            left.fail(why);
        }
    }

    private void write(OutputStream out) throws IOException, InterruptedException {
        while (isOpen()) {
            Outgoing next = queue.take();
            writingSince = home.tick();
            // Before it goes: the answer may be here before the next line is.
            if (next.asks() && unansweredSince == NEVER) {
                unansweredSince = home.tick();
            }
            try {
                out.write(next.octets());
                out.flush();
            } catch (IOException e) {
                String why = "the connection broke: " + e.getMessage();
                next.fail(why);
                throw new IOException(why, e);
            } finally {
                writingSince = NEVER;
            }
            home.wrote(next);
        }
    }

    private void read(Line open) {
        String why = "the other side closed the connection";
        try {
            var from = new Hop(opening.transport(), open.raw().getInetAddress().getHostAddress(),
                    open.raw().getPort(), number, opening.trust());
            read(open.in(), from);
        } catch (SipSyntax e) {
            why = "what came over the connection is not SIP: " + e.getMessage();
        } catch (IOException e) {
            why = "the connection broke: " + e.getMessage();
        } finally {
            end(why);
        }
    }

    private void read(InputStream in, Hop from) throws IOException {
        var stream = new SipStream();
        byte[] buffer = new byte[BUFFER];
        for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
            for (int sent = pings.getAndSet(0); sent > 0; sent--) {
                stream.awaitPong();
            }
            unansweredSince = NEVER;
            stream.feed(buffer, 0, length);
            hear(stream, from);
            int asked = stream.takePings();
            if (asked > 0) {
                say(Outgoing.lineEnds(asked));
            }
        }
    }

    private void hear(SipStream stream, Hop from) {
        boolean more = true;
        while (more) {
            try {
                SipMessage message = stream.next();
                more = message != null;
                if (message != null) {
                    usedAt = home.tick();
                    home.heard(message, from);
                }
            } catch (SipSyntax e) {
                home.malformed();
                if (stream.isBroken()) {
                    throw e;
                }
            }
        }
    }
}
