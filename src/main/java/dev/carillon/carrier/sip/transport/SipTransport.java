package dev.carillon.carrier.sip.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import dev.carillon.carrier.sip.message.SipMessage;
import dev.carillon.carrier.sip.message.SipRequest;
import dev.carillon.carrier.sip.message.SipSyntax;
import dev.carillon.carrier.sip.message.Via;
import dev.carillon.carrier.sip.transaction.Hop;
import dev.carillon.carrier.sip.transaction.Transport;
import dev.carillon.carrier.sip.transaction.Wire;

/**
 * SIP over UDP, TCP and TLS, for all calls of a node. Until it is told who is allowed it hears only those
 * whom it was made to send to. Thread-safe; {@link #via}, {@link #send} and {@link #allow} wait for nobody.
 */
public final class SipTransport implements Wire, AutoCloseable {

    private final Shared shared;
    private final Connections connections;
    private final SentBy sentBy;
    private final LargeRequests large;
    private final Map<Transport, Integer> ports = new ConcurrentHashMap<>();
    private final List<Acceptor> acceptors = new ArrayList<>();
    private volatile @Nullable Datagrams datagrams;

    /** Whoever deals with what is heard. */
    public interface Heard {

        /**
         * A message, possibly one that lacks much. On any thread; must not block, for what comes after it
         * waits.
         *
         * @param from where it came from, as an address; its connection, and what that had to prove, over TCP
         *             and TLS
         */
        void heard(SipMessage message, Hop from);
    }

    private SipTransport(SipListening listening, Heard heard, Names names) {
        var tally = new Tally();
        this.shared = new Shared(listening, tally, new Allowed(), new Ear(tally, heard), names);
        this.connections = new Connections(shared);
        this.sentBy = new SentBy(listening, ports, names);
        this.large = new LargeRequests(sentBy, connections);
    }

    /**
     * Opens the sockets that are wanted, or none.
     *
     * @throws IOException where one cannot be opened, in words for people
     */
    public static SipTransport open(SipListening listening, Heard heard) throws IOException {
        return open(listening, heard, Names.ofSystem());
    }

    static SipTransport open(SipListening listening, Heard heard, Names names) throws IOException {
        var transport = new SipTransport(listening, heard, names);
        try {
            transport.listen(listening);
            return transport;
        } catch (IOException e) {
            transport.close();
            throw e;
        }
    }

    /** From now on these are heard, and whoever was sent a request lately. */
    public void allow(Set<InetAddress> peers) {
        shared.allowed().replace(peers);
        connections.endUnheard();
    }

    /** Where it listens. */
    public Map<Transport, Integer> ports() {
        return Map.copyOf(ports);
    }

    public TransportCounts counts() {
        return shared.tally().with(connections.size());
    }

    /**
     * Makes a way ready on which the next message goes at once: waits for the address of a name, for a
     * connection, for its peer's proof. May be called before {@link #send}, by who can wait.
     *
     * @throws IOException where there is no way, in words for people
     */
    public void ready(Hop to) throws IOException {
        try {
            if (to.transport() == Transport.UDP) {
                var _ = shared.names().await(to.host());
            } else {
                connections.await(to);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("this server stops", e);
        }
    }

    @Override
    public Via via(Hop to) {
        return sentBy.via(to);
    }

    @Override
    public void send(SipMessage message, Hop to, Consumer<String> failed) {
        try {
            send(message, to, Outgoing.of(message, failed));
        } catch (SipSyntax e) {
            Outgoing.failLater(failed, "it cannot be sent: " + e.getMessage());
        }
    }

    private void send(SipMessage message, Hop to, Outgoing outgoing) {
        if (to.transport() != Transport.UDP) {
            connections.send(outgoing, to);
        } else if (!(message instanceof SipRequest request)
                || !large.send(request, outgoing.octets().length, to, () -> datagram(outgoing, to))) {
            datagram(outgoing, to);
        }
    }

    /** Ends all sockets and threads. What waits to be sent is told so. */
    @Override
    public void close() {
        acceptors.forEach(Acceptor::close);
        connections.close();
        Datagrams open = datagrams;
        if (open != null) {
            open.close();
        }
        shared.names().close();
    }

    /** For tests. */
    Connections connections() {
        return connections;
    }

    private void listen(SipListening listening) throws IOException {
        if (listening.udpPort() >= 0) {
            datagrams = listen(Transport.UDP, listening.udpPort(), () -> {
                Datagrams open = Datagrams.open(shared);
                ports.put(Transport.UDP, open.port());
                return open;
            });
        }
        accept(Transport.TCP, listening.tcpPort());
        accept(Transport.TLS, listening.tlsPort());
    }

    private void accept(Transport transport, int port) throws IOException {
        if (port >= 0) {
            Acceptor acceptor = listen(transport, port,
                    () -> Acceptor.open(transport, port, shared, connections));
            acceptors.add(acceptor);
            ports.put(transport, acceptor.port());
        }
    }

    private interface Bind<T> {

        T open() throws IOException;
    }

    private <T> T listen(Transport transport, int port, Bind<T> bind) throws IOException {
        try {
            return bind.open();
        } catch (IOException e) {
            throw new IOException("SIP over " + transport + " cannot be listened for at "
                    + Addresses.asHost(shared.listening().bind()) + ":" + port + ": " + e.getMessage(), e);
        }
    }

    private void datagram(Outgoing message, Hop to) {
        Datagrams open = datagrams;
        if (open == null) {
            message.failLater("SIP over UDP is turned off");
            return;
        }
        int port = Addresses.port(to);
        shared.names().find(to.host(), addresses -> {
            var there = new InetSocketAddress(reachable(addresses), port);
            if (message.asks()) {
                shared.allowed().asked(there.getAddress());
            }
            try {
                open.send(message.octets(), there);
            } catch (IOException e) {
                message.failLater("no way to " + Addresses.asHost(to.host()) + ":" + port + ": "
                        + e.getMessage());
            }
        }, message::failLater);
    }

    /** An address of the kind that we have, where a name has both. */
    private InetAddress reachable(List<InetAddress> addresses) {
        InetAddress bind = shared.listening().bind();
        for (InetAddress address : addresses) {
            if (bind.isAnyLocalAddress() || address.getClass() == bind.getClass()) {
                return address;
            }
        }
        return addresses.getFirst();
    }
}
