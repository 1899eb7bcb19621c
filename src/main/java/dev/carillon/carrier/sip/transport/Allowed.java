package dev.carillon.carrier.sip.transport;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Set;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/**
 * Who is listened to: the peers of the settings, and whoever was sent a request within the last two hours,
 * for it must be able to answer and to end the call. Thread-safe.
 */
final class Allowed {

    /** Longer than any call, counted from the last request to there. */
    private static final Duration REMEMBERED = Duration.ofHours(2);
    private static final int MOST = 10_000;

    private final Cache<InetAddress, Boolean> asked = Caffeine.newBuilder().maximumSize(MOST)
            .expireAfterWrite(REMEMBERED).executor(Runnable::run).build();
    private volatile Set<InetAddress> peers = Set.of();

    void replace(Set<InetAddress> all) {
        peers = Set.copyOf(all);
    }

    void asked(InetAddress address) {
        asked.put(address, true);
    }

    boolean hears(InetAddress address) {
        return peers.contains(address) || asked.getIfPresent(address) != null;
    }
}
