package dev.carillon.organization;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.Caffeine;

import dev.carillon.base.Refusal;
import dev.carillon.base.Timeline;
import dev.carillon.http.Authenticator;
import dev.carillon.http.Bearer;
import dev.carillon.http.Caller;

/**
 * Tells an address that sends wrong pairs to slow down: after 20 within a minute, more wrong ones get 429 and
 * no longer 401 until the minute is over. A right pair is never refused, so clients behind one proxy, which
 * have one address, do not pay for each other. Of IPv6 a /64, which is one household, counts as one address.
 * At most 10,000 addresses are remembered. Thread-safe.
 */
public final class WrongPairs implements Authenticator {

    private static final int A_MINUTE = 20;
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final int MOST_ADDRESSES = 10_000;
    private static final int NETWORK_BYTES = 8;

    private final Authenticator authenticator;
    private final Timeline timeline;
    private final ConcurrentMap<String, Minute> minutes;

    public WrongPairs(Authenticator authenticator, Timeline timeline) {
        this.authenticator = authenticator;
        this.timeline = timeline;
        this.minutes = Caffeine.newBuilder().maximumSize(MOST_ADDRESSES).ticker(timeline::nanos)
                .expireAfterWrite(Duration.ofNanos(MINUTE)).executor(Runnable::run)
                .<String, Minute>build().asMap();
    }

    /** What came since a first wrong pair. */
    private record Minute(long since, int wrong) {

        Minute more(long now) {
            return now - since < MINUTE ? new Minute(since, wrong + 1) : new Minute(now, 1);
        }

        int secondsLeft(long now) {
            return (int) Math.clamp(Math.ceilDiv(since + MINUTE - now, SECOND), 1L, MINUTE / SECOND);
        }
    }

    @Override
    public Caller authenticate(String key, String secret) {
        return authenticator.authenticate(key, secret);
    }

    @Override
    public Caller authenticate(String key, String secret, InetAddress from) {
        return counted(from, () -> authenticator.authenticate(key, secret));
    }

    @Override
    public Caller authenticate(Bearer bearer, String id, Presented presented) {
        return counted(presented.from(), () -> authenticator.authenticate(bearer, id, presented));
    }

    private Caller counted(InetAddress from, Supplier<Caller> authentication) {
        try {
            return authentication.get();
        } catch (Refusal refusal) {
            throw refusal.code() == Refusal.Code.UNAUTHENTICATED ? counted(from, refusal) : refusal;
        }
    }

    /** How many addresses are remembered. */
    int remembered() {
        return minutes.size();
    }

    private Refusal counted(InetAddress from, Refusal refusal) {
        long now = timeline.nanos();
        Minute minute = minutes.merge(network(from), new Minute(now, 1), (old, _) -> old.more(now));
        return minute.wrong() <= A_MINUTE
                ? refusal
                : Refusal.retryable(Refusal.Code.TOO_MANY, "too many wrong API keys or secrets came from this"
                        + " address; a valid pair is answered at any time", minute.secondsLeft(now));
    }

    private static String network(InetAddress address) {
        byte[] bytes = address.getAddress();
        return HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, NETWORK_BYTES));
    }
}
