package dev.carillon.carrier.sip.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;

import dev.carillon.carrier.sip.message.SipMessage;
import dev.carillon.carrier.sip.message.SipStream;
import dev.carillon.carrier.sip.transaction.Transport;

/** One end of a connection whose octets are the test's to say and to read. */
record RawPeer(Socket socket, SipStream stream) implements AutoCloseable {

    static RawPeer of(Socket socket) throws IOException {
        socket.setSoTimeout((int) Station.LONGEST.toMillis());
        return new RawPeer(socket, new SipStream());
    }

    /** The connection that a station makes. */
    static RawPeer accepts(ServerSocket server) throws IOException {
        server.setSoTimeout((int) Station.LONGEST.toMillis());
        return of(server.accept());
    }

    static RawPeer connects(Station to, Transport kind) throws IOException {
        return connects(to, kind, "127.0.0.1");
    }

    static RawPeer connects(Station to, Transport kind, String from) throws IOException {
        var socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
        socket.connect(new InetSocketAddress(Station.LOOPBACK, to.port(kind)));
        return of(socket);
    }

    /** A port that others can connect to, on an address where one can be opened again at once. */
    static ServerSocket server(int port) throws IOException {
        var server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(Station.LOOPBACK, port));
        return server;
    }

    void says(String text) throws IOException {
        says(text.getBytes(US_ASCII));
    }

    void says(byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
    }

    /** The next message that it gets. */
    SipMessage hears() throws IOException {
        byte[] buffer = new byte[8_192];
        SipMessage message = stream.next();
        while (message == null) {
            int length = socket.getInputStream().read(buffer);
            if (length < 0) {
                throw new IOException("the connection was closed");
            }
            stream.feed(buffer, 0, length);
            message = stream.next();
        }
        return message;
    }

    void reads(String text) throws IOException {
        assertEquals(text, new String(socket.getInputStream().readNBytes(text.length()), ISO_8859_1));
    }

    /** The other side closes it, in order or not. */
    void isClosed() throws IOException {
        try {
            assertEquals(-1, socket.getInputStream().read());
        } catch (SocketException e) {
            assertEquals("Connection reset", e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
