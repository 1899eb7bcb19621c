package dev.carillon.carrier.sip.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A TCP port at which connections are neither made nor refused: its queue is full, and nobody empties it. */
final class BlackHole implements AutoCloseable {

    private static final Duration WITHIN = Duration.ofMillis(500);
    private static final int MOST = 50;

    private final ServerSocket listening;
    private final List<Socket> queued = new ArrayList<>();

    BlackHole() {
        try {
            listening = new ServerSocket(Ports.free(), 1, Ports.loopback());
            while (queued.size() < MOST && isTaken()) {
                // One more waits there.
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (queued.size() == MOST) {
            close();
            throw new IllegalStateException("this system takes every connection");
        }
    }

    private boolean isTaken() throws IOException {
        var socket = new Socket();
        queued.add(socket);
        try {
            socket.connect(new InetSocketAddress(Ports.loopback(), port()), (int) WITHIN.toMillis());
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    int port() {
        return listening.getLocalPort();
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (Socket socket : queued) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
