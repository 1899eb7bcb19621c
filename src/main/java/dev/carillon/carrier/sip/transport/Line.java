package dev.carillon.carrier.sip.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open connection's two directions.
 *
 * @param raw  the socket of TCP, whose end ends everything
 * @param talk the same, or what speaks TLS over it
 */
record Line(Socket raw, Socket talk) implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Line.class);

    InputStream in() throws IOException {
        return talk.getInputStream();
    }

    OutputStream out() throws IOException {
        return talk.getOutputStream();
    }

    @Override
    public void close() {
        try (raw) {
            talk.close();
        } catch (IOException e) {
            LOG.debug("a connection was not closed in order", e);
        }
    }

    /** Closes a socket that nothing can be said over any more. */
    static void abort(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("a socket was not closed in order", e);
        }
    }
}
