package dev.carillon.carrier.sip.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.carillon.base.Patience;
import dev.carillon.carrier.sip.transaction.Transport;

/** Takes in the connections that others make, from those who are listened to. Only {@link #close} ends it. */
final class Acceptor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);
    private static final int BACKLOG = 512;
    private static final Duration LONGEST_END = Duration.ofSeconds(5);
    private static final Duration AFTER_TROUBLE = Duration.ofMillis(100);

    private final Transport transport;
    private final Shared shared;
    private final Connections connections;
    private final ServerSocket socket;
    private final Thread thread;

    private Acceptor(Transport transport, Shared shared, Connections connections, ServerSocket socket) {
        this.transport = transport;
        this.shared = shared;
        this.connections = connections;
        this.socket = socket;
        this.thread = Thread.ofVirtual().name("sip accept " + transport).unstarted(this::run);
    }

    static Acceptor open(Transport transport, int port, Shared shared, Connections connections)
            throws IOException {
        var socket = new ServerSocket();
        try {
            socket.bind(new InetSocketAddress(shared.listening().bind(), port), BACKLOG);
        } catch (IOException e) {
            Acceptor.abort(socket);
            throw e;
        }
        var acceptor = new Acceptor(transport, shared, connections, socket);
        acceptor.thread.start();
        return acceptor;
    }

    int port() {
        return socket.getLocalPort();
    }

    /** Waits for the thread: until it lets go of the socket, that goes on to listen. */
    @Override
    public void close() {
        abort(socket);
        try {
            if (!thread.join(LONGEST_END)) {
                LOG.warn("SIP over {} may still be listened for", transport);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void abort(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("a socket was not closed in order", e);
        }
    }

    private void run() {
        while (!socket.isClosed()) {
            try {
                take(socket.accept());
            } catch (IOException | RuntimeException e) {
                if (!socket.isClosed()) {
                    LOG.warn("a connection for SIP over {} could not be accepted: {}", transport,
                            e.getMessage());
                    Patience.rest(AFTER_TROUBLE);
                }
            }
        }
    }

    private void take(Socket made) {
        if (!shared.allowed().hears(made.getInetAddress()) || !connections.accept(transport, made)) {
            shared.tally().dropped.increment();
            Line.abort(made);
        }
    }
}
