package dev.carillon.carrier.sip.transport;

import java.time.Duration;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.carillon.carrier.sip.message.HeaderName;
import dev.carillon.carrier.sip.message.Parameter;
import dev.carillon.carrier.sip.message.SipRequest;
import dev.carillon.carrier.sip.message.SipSyntax;
import dev.carillon.carrier.sip.message.Via;
import dev.carillon.carrier.sip.transaction.Hop;
import dev.carillon.carrier.sip.transaction.Transport;

/**
 * Requests to a UDP peer that are too large for a datagram go by TCP where the peer has it (RFC 3261
 * §18.1.1); their Via says so, with the branch that its sender chose. Whoever made the transaction knows
 * nothing of it: the copies that it sends for the sake of UDP are not sent by TCP, and an INVITE's CANCEL and
 * ACK go the way of their INVITE. A peer that has no TCP gets datagrams, and is not asked again for a while.
 * Thread-safe.
 */
final class LargeRequests {

    static final int LARGEST_DATAGRAM = 1_300;

    /** An INVITE may ring for minutes before it is cancelled. */
    private static final Duration REMEMBERED = Duration.ofMinutes(6);
    private static final int MOST = 100_000;

    /** How a request goes, by its branch. */
    private enum Way {
        TCP, DATAGRAM
    }

    private final SentBy sentBy;
    private final Connections connections;
    private final Cache<String, Way> ways = Caffeine.newBuilder().maximumSize(MOST)
            .expireAfterWrite(REMEMBERED).executor(Runnable::run).build();
    private final Cache<Peer, Boolean> withoutTcp = Caffeine.newBuilder().maximumSize(1_000)
            .expireAfterWrite(REMEMBERED).executor(Runnable::run).build();

    LargeRequests(SentBy sentBy, Connections connections) {
        this.sentBy = sentBy;
        this.connections = connections;
    }

    /**
     * Whether it was sent, or needs no sending; otherwise it is to go as a datagram.
     *
     * @param asDatagram sends it so after all, where it turns out that the peer has no TCP
     */
    boolean send(SipRequest request, int octets, Hop to, Runnable asDatagram) {
        String branch = branch(request);
        if (branch.isEmpty()) {
            return false;
        }
        Hop hop = Hop.of(Transport.TCP, to.host(), Addresses.port(to));
        Way way = ways.getIfPresent(branch);
        if (way == null) {
            if (octets <= LARGEST_DATAGRAM) {
                return false;
            }
            way = withoutTcp.getIfPresent(Peer.of(hop)) == null ? Way.TCP : Way.DATAGRAM;
            ways.put(branch, way);
        } else if (way == Way.TCP && isCopy(request)) {
            return true;
        }
        if (way == Way.TCP) {
            connections.send(Outgoing.of(overTcp(request, branch, hop), why -> {
                ways.put(branch, Way.DATAGRAM);
                withoutTcp.put(Peer.of(hop), true);
                asDatagram.run();
            }), hop);
        }
        return way == Way.TCP;
    }

    /** What has its branch's way already and is no CANCEL or ACK, which are sent of themselves. */
    private static boolean isCopy(SipRequest request) {
        return !request.method().equals("CANCEL") && !request.method().equals("ACK");
    }

    private SipRequest overTcp(SipRequest request, String branch, Hop hop) {
        Via ours = sentBy.via(hop);
        String text = new Via(ours.transport(), ours.host(), ours.port(),
                ours.parameters().with(new Parameter("branch", branch))).text();
        return request.with(headers -> headers.replace(HeaderName.VIA, text));
    }

    /** Empty where there is none. */
    private static String branch(SipRequest request) {
        try {
            return request.topVia().branch().orElse("");
        } catch (SipSyntax e) {
            return "";
        }
    }
}
