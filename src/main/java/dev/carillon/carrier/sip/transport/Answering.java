package dev.carillon.carrier.sip.transport;

import java.io.IOException;
import java.net.Socket;

import org.jspecify.annotations.Nullable;

import dev.carillon.carrier.sip.transaction.Transport;
import dev.carillon.carrier.sip.transaction.Trust;

/** A connection that somebody else made; over TLS it is us who prove who we are. */
record Answering(Transport transport, Socket raw, Tls tls) implements Opening {

    @Override
    public Line open() throws IOException {
        try {
            raw.setTcpNoDelay(true);
            raw.setKeepAlive(true);
            return transport == Transport.TLS ? tls.toClient(raw) : new Line(raw, raw);
        } catch (IOException e) {
            Line.abort(raw);
            throw e;
        }
    }

    @Override
    public @Nullable Trust trust() {
        return null;
    }
}
