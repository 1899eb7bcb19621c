package dev.carillon.carrier.sip.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.carillon.carrier.sip.message.Parameter;
import dev.carillon.carrier.sip.message.Parameters;
import dev.carillon.carrier.sip.message.Via;
import dev.carillon.carrier.sip.transaction.Hop;
import dev.carillon.carrier.sip.transaction.Transport;

/**
 * How our requests name us to a peer: the public host of the settings, or that address of ours from which a
 * way leads to it. Never waits: a name that is not resolved yet counts as somewhere outside. Thread-safe.
 */
final class SentBy {

    private static final Parameter RPORT = new Parameter("rport", null);
    private static final Parameters BY_DATAGRAM = new Parameters(List.of(RPORT));
    private static final Parameters BY_CONNECTION =
            new Parameters(List.of(RPORT, new Parameter("alias", null)));

    /** Of an address for documentation: the way there is the way to anywhere outside. */
    private static final InetAddress OUTSIDE = InetAddress.ofLiteral("192.0.2.1");
    private static final int ANY_PORT = 5060;

    private final SipListening listening;
    private final Map<Transport, Integer> ports;
    private final Names names;
    /** Nearly always the next one is the same. */
    private final Map<Transport, Via> latest = new ConcurrentHashMap<>();
    private final Cache<InetAddress, InetAddress> local = Caffeine.newBuilder().maximumSize(1_000)
            .expireAfterWrite(Duration.ofMinutes(1)).executor(Runnable::run).build();

    /** @param ports where is listened, by transport */
    SentBy(SipListening listening, Map<Transport, Integer> ports, Names names) {
        this.listening = listening;
        this.ports = ports;
        this.names = names;
    }

    Via via(Hop to) {
        Transport transport = to.transport();
        String host = host(to);
        int port = port(transport);
        Via before = latest.get(transport);
        if (before != null && before.host().equals(host) && before.port() == port) {
            return before;
        }
        var via = new Via(transport.name(), host, port,
                transport.reliable() ? BY_CONNECTION : BY_DATAGRAM);
        latest.put(transport, via);
        return via;
    }

    private int port(Transport transport) {
        boolean isPublic = listening.publicHost() != null && listening.publicPort() > 0;
        return isPublic ? listening.publicPort() : ports.getOrDefault(transport, -1);
    }

    private String host(Hop to) {
        String given = listening.publicHost();
        if (given != null) {
            return Addresses.asHost(given);
        }
        InetAddress bind = listening.bind();
        return Addresses.asHost(bind.isAnyLocalAddress() ? towards(to.host()) : bind);
    }

    private InetAddress towards(String host) {
        List<InetAddress> known = names.known(host);
        return local.get(known.isEmpty() ? OUTSIDE : known.getFirst(), SentBy::leadingTo);
    }

    /** A datagram socket that is connected, which sends nothing, tells from which address it would. */
    private static InetAddress leadingTo(InetAddress there) {
        try (DatagramChannel probe = DatagramChannel.open()) {
            probe.configureBlocking(false);
            probe.connect(new InetSocketAddress(there, ANY_PORT));
            return ((InetSocketAddress) probe.getLocalAddress()).getAddress();
        } catch (IOException | UnsupportedAddressTypeException e) {
            return InetAddress.getLoopbackAddress();
        }
    }
}
