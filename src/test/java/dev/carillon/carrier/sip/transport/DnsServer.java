package dev.carillon.carrier.sip.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A DNS server on loopback that knows the SRV records that a test gives it, and can be made silent. */
final class DnsServer implements AutoCloseable {

    private static final int HEAD = 12;
    private static final int SRV = 33;
    private static final int NO_SUCH_NAME = 3;

    private final DatagramSocket socket;
    private final Map<String, List<Place>> records = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean silent;

    DnsServer() throws IOException {
        socket = new DatagramSocket(0, Station.LOOPBACK);
        Thread.ofVirtual().start(this::run);
    }

    /** As the JDK wants to be told it. */
    String url() {
        return "dns://127.0.0.1:" + socket.getLocalPort();
    }

    void knows(String name, Place... places) {
        records.put(name, List.of(places));
    }

    void silent(boolean now) {
        silent = now;
    }

    int asked() {
        return asked.get();
    }

    private void run() {
        var packet = new DatagramPacket(new byte[1_500], 1_500);
        while (!socket.isClosed()) {
            try {
                packet.setLength(1_500);
                socket.receive(packet);
                asked.incrementAndGet();
                if (!silent) {
                    byte[] answer = answer(packet.getData());
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            } catch (IOException e) {
                return;
            }
        }
    }

    private byte[] answer(byte[] question) throws IOException {
        var name = new StringBuilder();
        int at = HEAD;
        while (question[at] != 0) {
            name.append(name.isEmpty() ? "" : ".")
                    .append(new String(question, at + 1, question[at], US_ASCII));
            at += question[at] + 1;
        }
        List<Place> found = records.get(name.toString().toLowerCase(Locale.ROOT));
        var octets = new ByteArrayOutputStream();
        var out = new DataOutputStream(octets);
        out.write(question, 0, 2);
        out.writeShort(0x8580 | (found == null ? NO_SUCH_NAME : 0));
        out.writeShort(1);
        out.writeShort(found == null ? 0 : found.size());
        out.writeInt(0);
        out.write(question, HEAD, at + 5 - HEAD);
        for (Place place : found == null ? List.<Place>of() : found) {
            append(place, out);
        }
        return octets.toByteArray();
    }

    private static void append(Place place, DataOutputStream out) throws IOException {
        var target = new ByteArrayOutputStream();
        for (String label : place.host().split("\\.", -1)) {
            if (!label.isEmpty()) {
                target.write(label.length());
                target.write(label.getBytes(US_ASCII));
            }
        }
        target.write(0);
        out.writeShort(0xc000 | HEAD);
        out.writeShort(SRV);
        out.writeShort(1);
        out.writeInt(60);
        out.writeShort(6 + target.size());
        out.writeShort(place.priority());
        out.writeShort(place.weight());
        out.writeShort(place.port());
        out.write(target.toByteArray());
    }

    @Override
    public void close() {
        socket.close();
    }
}
