package dev.carillon.carrier.sip.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.UnsupportedAddressTypeException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.carillon.base.Patience;
import dev.carillon.carrier.sip.message.SipMessage;
import dev.carillon.carrier.sip.message.SipParser;
import dev.carillon.carrier.sip.message.SipSyntax;
import dev.carillon.carrier.sip.transaction.Hop;
import dev.carillon.carrier.sip.transaction.Transport;

/**
 * SIP over UDP: one socket, read by one thread that only {@link #close} ends. Sending never waits: what the
 * machine has no room for is lost, as it might be anywhere on its way. Thread-safe.
 */
final class Datagrams implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Datagrams.class);
    private static final int LARGEST = 65_536;

    /** More than a system gives unless it is told to: a burst waits there while the machine is busy. */
    private static final int ROOM = 4 * 1024 * 1024;
    private static final int KNOWN = 1_000;
    private static final Duration AFTER_TROUBLE = Duration.ofMillis(100);

    private final Shared shared;
    private final DatagramChannel channel;
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(LARGEST);
    private final Thread thread;
    /** Of those who were heard lately: most messages come from few, and what is kept of calls names them. */
    private final Map<InetSocketAddress, Hop> hops = new HashMap<>();
    private volatile boolean closed;

    private Datagrams(Shared shared, DatagramChannel channel, Selector selector) {
        this.shared = shared;
        this.channel = channel;
        this.selector = selector;
        this.thread = Thread.ofPlatform().daemon().name("sip udp").unstarted(this::run);
    }

    static Datagrams open(Shared shared) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, ROOM);
            channel.bind(new InetSocketAddress(shared.listening().bind(), shared.listening().udpPort()));
            // A blocking channel would be closed by the interrupt of any thread that sends.
            channel.configureBlocking(false);
            Selector selector = Selector.open();
            channel.register(selector, SelectionKey.OP_READ);
            var datagrams = new Datagrams(shared, channel, selector);
            datagrams.thread.start();
            return datagrams;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    int port() throws IOException {
        return ((InetSocketAddress) channel.getLocalAddress()).getPort();
    }

    /** @throws IOException where there is no way to there from here, in words for people */
    void send(byte[] octets, InetSocketAddress to) throws IOException {
        try {
            if (channel.send(ByteBuffer.wrap(octets), to) > 0) {
                shared.tally().out.increment();
            }
        } catch (UnsupportedAddressTypeException e) {
            throw new IOException("addresses of that kind cannot be reached from "
                    + shared.listening().bind().getHostAddress(), e);
        }
    }

    @Override
    public void close() {
        closed = true;
        try (channel; selector) {
            selector.wakeup();
        } catch (IOException e) {
            LOG.debug("the socket of SIP over UDP was not closed in order", e);
        }
    }

    private void run() {
        while (!closed) {
            try {
                selector.select();
                selector.selectedKeys().clear();
                // A listener may have left an interrupt behind, with which no wait would wait.
                boolean _ = Thread.interrupted();
                drain();
            } catch (ClosedSelectorException e) {
                return;
            } catch (IOException | RuntimeException | Error e) {
                trouble(e);
            }
        }
    }

    private void trouble(Throwable problem) {
        if (!closed) {
            LOG.error("SIP over UDP could not be read, and goes on", problem);
            Patience.rest(AFTER_TROUBLE);
        }
    }

    private void drain() throws IOException {
        buffer.clear();
        while (!closed && channel.receive(buffer) instanceof InetSocketAddress from) {
            buffer.flip();
            take(from);
            buffer.clear();
        }
    }

    private void take(InetSocketAddress from) {
        InetAddress address = from.getAddress();
        if (!shared.allowed().hears(address)) {
            shared.tally().dropped.increment();
            return;
        }
        byte[] octets = new byte[buffer.remaining()];
        buffer.get(octets);
        if (SipParser.isKeepAlive(octets)) {
            return;
        }
        SipMessage message;
        try {
            message = SipParser.datagram(octets);
        } catch (SipSyntax e) {
            shared.tally().malformed.increment();
            return;
        }
        shared.ear().hear(message, hop(from));
    }

    private Hop hop(InetSocketAddress from) {
        if (from.getAddress().isLinkLocalAddress()) {
            return hopOf(from); // two of one address may be on two interfaces, and are equal
        }
        if (hops.size() >= KNOWN) {
            hops.clear();
        }
        return hops.computeIfAbsent(from, Datagrams::hopOf);
    }

    private static Hop hopOf(InetSocketAddress from) {
        return Hop.of(Transport.UDP, from.getAddress().getHostAddress(), from.getPort());
    }
}
