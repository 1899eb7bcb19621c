package dev.carillon.carrier.sip.transport;

import java.net.InetAddress;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Where SIP is listened for, and how it is sent. A port of 0 is any that is free, one of -1 is none: without
 * UDP's nothing goes by UDP, while TCP and TLS connect to others without being listened for.
 *
 * @param bind            the address of this machine; the wildcard of IPv4 or IPv6 stands for all of both
 * @param identity        how this server proves who it is; there must be one where TLS is listened for
 * @param publicHost      how peers reach it where its own addresses are not theirs; null: they are
 * @param publicPort      the port there, whatever the transport; -1: that of each transport
 * @param connectWithin   how long a connection may take to be made, and again how long its TLS handshake
 * @param idle            how long a connection is kept that no message uses
 * @param mostConnections how many may be open; half of them may have been made by others
 */
public record SipListening(InetAddress bind, int udpPort, int tcpPort, int tlsPort,
        @Nullable TlsIdentity identity, @Nullable String publicHost, int publicPort, Duration connectWithin,
        Duration idle, int mostConnections) {

    /** The end of a call may come an hour after anything else of it did. */
    private static final Duration IDLE = Duration.ofMinutes(70);

    public SipListening {
        if (tlsPort >= 0 && identity == null) {
            throw new IllegalArgumentException("TLS is not listened for without a certificate");
        }
    }

    /** By UDP and TCP, with what is usual for everything else. */
    public static SipListening at(InetAddress bind, int udpPort, int tcpPort) {
        return new SipListening(bind, udpPort, tcpPort, -1, null, null, -1, Duration.ofSeconds(2), IDLE,
                2_000);
    }

    public SipListening withTls(int port, TlsIdentity proof) {
        return new SipListening(bind, udpPort, tcpPort, port, proof, publicHost, publicPort, connectWithin,
                idle, mostConnections);
    }

    public SipListening withPublic(@Nullable String host, int port) {
        return new SipListening(bind, udpPort, tcpPort, tlsPort, identity, host, port, connectWithin, idle,
                mostConnections);
    }

    public SipListening withConnections(Duration kept, int most) {
        return new SipListening(bind, udpPort, tcpPort, tlsPort, identity, publicHost, publicPort,
                connectWithin, kept, most);
    }
}
