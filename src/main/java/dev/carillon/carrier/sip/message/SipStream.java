package dev.carillon.carrier.sip.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * The messages of a connection, whose octets come in pieces of any size: {@link #feed} what was read, then
 * {@link #next} until there is none. A message whose head is whole but wrong is refused alone; where it is
 * doubtful where a message ends, the stream {@link #isBroken} and the connection is to be closed. Holds one
 * message at most, and what was fed last. For one thread.
 */
public final class SipStream {

    private byte[] held = new byte[4 * 1024];
    private int from;
    private int to;
    private HeadEnd headEnd = new HeadEnd();
    private @Nullable Lines lines;
    private int headLength;
    private boolean broken;
    private boolean halfPing;
    private int pings;
    private int awaitedPongs;
    private int pongs;

    /** Takes in what was read of the connection. */
    public void feed(byte[] octets, int offset, int length) {
        if (from > 0) {
            System.arraycopy(held, from, held, 0, to - from);
            to -= from;
            from = 0;
        }
        if (to + length > held.length) {
            held = Arrays.copyOf(held, Math.max(to + length, held.length * 2));
        }
        System.arraycopy(octets, offset, held, to, length);
        to += length;
    }

    /** The next message, or null while it is not whole. */
    public @Nullable SipMessage next() {
        Lines head = head();
        if (head == null || to - from < headLength + head.contentLength()) {
            return null;
        }
        int end = from + headLength + head.contentLength();
        Body body = Body.of(held, from + headLength, end);
        from = end;
        lines = null;
        return SipParser.message(head, body);
    }

    /** Whether nothing can be read any more. */
    public boolean isBroken() {
        return broken;
    }

    /** How many pings came since the last time that this was asked: each wants one CRLF (RFC 5626 4.4.1). */
    public int takePings() {
        int taken = pings;
        pings = 0;
        return taken;
    }

    /**
     * To be told when a ping was sent: the next line end that stands alone is its answer, and no half ping.
     */
    public void awaitPong() {
        awaitedPongs++;
    }

    /** How many answers to pings came since the last time that this was asked. */
    public int takePongs() {
        int taken = pongs;
        pongs = 0;
        return taken;
    }

    private @Nullable Lines head() {
        Limits.check(!broken, "the stream is broken");
        if (lines == null) {
            broken = true;
            lines = readHead();
            broken = false;
        }
        return lines;
    }

    private @Nullable Lines readHead() {
        overLineEnds();
        headLength = headEnd.find(held, from, to);
        if (headLength < 0) {
            return null;
        }
        headEnd = new HeadEnd();
        Lines head = Lines.read(new String(held, from, headLength, ISO_8859_1));
        Limits.check(head.contentLength() >= 0, "there is no Content-Length");
        Limits.check(headLength + head.contentLength() <= Limits.MESSAGE_IN, "the message is too long");
        return head;
    }

    private void overLineEnds() {
        while (to - from > 1 && held[from] == '\r' && held[from + 1] == '\n') {
            from += 2;
            lineEnd();
        }
        if (to > from && held[from] != '\r') {
            halfPing = false;
        }
    }

    private void lineEnd() {
        if (awaitedPongs > 0) {
            awaitedPongs--;
            pongs++;
        } else if (halfPing) {
            pings++;
            halfPing = false;
        } else {
            halfPing = true;
        }
    }
}
