package dev.carillon.carrier.sip.transaction;

import org.jspecify.annotations.Nullable;

import dev.carillon.carrier.sip.message.Via;

/**
 * The other end: where a message goes to, or came from.
 *
 * @param host       an address, or a name that the wire resolves; IPv6 without brackets
 * @param connection the wire's number of the connection to use while it is open, or {@link #ANY}
 * @param trust      over TLS: who it must prove to be; null: its host, by the authorities of this system
 */
public record Hop(Transport transport, String host, int port, long connection, @Nullable Trust trust) {

    /** Whatever connection leads there, or a new one. */
    public static final long ANY = 0;

    public static Hop of(Transport transport, String host, int port) {
        return of(transport, host, port, null);
    }

    public static Hop of(Transport transport, String host, int port, @Nullable Trust trust) {
        return new Hop(transport, host, port, ANY, trust);
    }

    /**
     * Where the answer to a request goes that came from here (RFC 3261 §18.2.2, RFC 3581): to the address it
     * came from; over its connection, and by a new one to the port that its Via names only when that is gone;
     * over UDP to the port it came from if it asks for that, and otherwise to the port that its Via names.
     */
    Hop answering(Via via) {
        int named = via.port() < 0 ? transport.defaultPort() : via.port();
        boolean back = !transport.reliable() && via.asksForPort();
        int to = back ? port : named;
        return to == port ? this : new Hop(transport, host, to, connection, trust);
    }
}
