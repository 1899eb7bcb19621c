package dev.carillon.carrier.sip.transport;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.carillon.carrier.sip.transaction.Transport;
import dev.carillon.carrier.sip.transaction.Trust;

/** A connection that we make: to the first of the host's addresses that answers. */
record Dialling(Peer peer, Shared shared, Tls tls) implements Opening {

    private static final int MOST_ADDRESSES = 3;

    @Override
    public Line open() throws IOException {
        Socket raw = connect(shared.names().await(peer.host()));
        shared.allowed().asked(raw.getInetAddress());
        Trust trust = peer.trust();
        if (trust == null) {
            return new Line(raw, raw);
        }
        try {
            return tls.toServer(raw, trust, peer.where());
        } catch (IOException e) {
            Line.abort(raw);
            throw e;
        }
    }

    @Override
    public Transport transport() {
        return peer.transport();
    }

    @Override
    public @Nullable Trust trust() {
        return peer.trust();
    }

    private Socket connect(List<InetAddress> addresses) throws IOException {
        IOException last = new IOException("there is no address of " + peer.host());
        for (InetAddress address : addresses.subList(0, Math.min(MOST_ADDRESSES, addresses.size()))) {
            try {
                return connect(address);
            } catch (IOException e) {
                last = e;
            }
        }
        throw last;
    }

    private Socket connect(InetAddress address) throws IOException {
        SipListening listening = shared.listening();
        var socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            if (!listening.bind().isAnyLocalAddress()) {
                socket.bind(new InetSocketAddress(listening.bind(), 0));
            }
            socket.connect(new InetSocketAddress(address, peer.port()),
                    (int) listening.connectWithin().toMillis());
            return socket;
        } catch (IOException e) {
            Line.abort(socket);
            throw new IOException(why(e), e);
        }
    }

    private String why(IOException problem) {
        String said = String.valueOf(problem.getMessage());
        if (problem instanceof ConnectException && said.contains("refused")) {
            return "connection refused by " + peer.where();
        }
        return problem instanceof SocketTimeoutException
                ? "no connection to " + peer.where() + " within "
                        + shared.listening().connectWithin().toSeconds() + " s"
                : "no connection to " + peer.where() + ": " + said;
    }
}
