package dev.carillon.carrier.sip.transport;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

import dev.carillon.carrier.sip.transaction.Hop;
import dev.carillon.carrier.sip.transaction.Transport;
import dev.carillon.carrier.sip.transaction.Trust;

/**
 * Where a connection of ours leads: those that lead to the same are one. What one peer had to prove is worth
 * nothing for another that shares its address.
 *
 * @param trust there is one over TLS, and only there
 */
record Peer(Transport transport, String host, int port, @Nullable Trust trust) {

    static Peer of(Hop hop) {
        String host = hop.host().toLowerCase(Locale.ROOT);
        return new Peer(hop.transport(), host, Addresses.port(hop),
                hop.transport() == Transport.TLS ? trusted(hop, host) : null);
    }

    private static Trust trusted(Hop hop, String host) {
        Trust trust = hop.trust();
        return trust == null ? new Trust(host, null) : trust;
    }

    /** Host and port, for people. */
    String where() {
        return Addresses.asHost(host) + ":" + port;
    }
}
