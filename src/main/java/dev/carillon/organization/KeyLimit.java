package dev.carillon.organization;

import java.time.Duration;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;

import dev.carillon.base.Refusal;
import dev.carillon.base.Timeline;
import dev.carillon.http.Allowance;
import dev.carillon.http.RateLimit;

/**
 * Holds every key to one pace: each has a bucket of its own, so none pays for another. A request too many is
 * refused and takes nothing out of the bucket, so who asks again too early waits no longer for it. The
 * buckets are this node's, in its memory, for at most 10,000 keys; one that is forgotten begins full.
 * Thread-safe.
 *
 * <p>
 * The fields are those of draft-ietf-httpapi-ratelimit-headers-11. It has no word for a bucket, so its window
 * is the time in which one fills: who spreads the quota over the window is never refused, and neither is who
 * spreads what is left over the seconds told with it.
 */
public final class KeyLimit implements RateLimit {

    static final int MOST_KEYS = 10_000;

    private static final String NAME = "\"key\"";
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    private final Pace pace;
    private final String policy;
    private final TimeMeter clock;
    private final LoadingCache<String, Bucket> buckets;

    public KeyLimit(Pace pace, Timeline timeline) {
        this.pace = pace;
        this.policy = NAME + ";q=" + pace.atOnce() + ";w=" + pace.secondsFor(pace.atOnce());
        this.clock = new Clock(timeline);
        // A bucket that has filled up is like a new one, so it is kept no longer than that takes.
        Duration fills = SECOND.multipliedBy(pace.secondsFor(pace.atOnce()));
        this.buckets = Caffeine.newBuilder().maximumSize(MOST_KEYS).ticker(timeline::nanos)
                .expireAfterAccess(fills.compareTo(REMEMBERED) < 0 ? REMEMBERED : fills)
                .executor(Runnable::run).build(_ -> full());
    }

    /**
     * What a key may ask.
     *
     * @param perSecond how many requests a second, on average
     * @param atOnce    how many at once, after it asked for nothing for a while
     */
    public record Pace(int perSecond, int atOnce) {

        /** In how many seconds so many requests are allowed, rounded up. */
        long secondsFor(long requests) {
            return Math.max(1, Math.ceilDiv(requests, perSecond));
        }
    }

    /** The handed-in clock, as the buckets read it. */
    private record Clock(Timeline timeline) implements TimeMeter {

        @Override
        public long currentTimeNanos() {
            return timeline.nanos();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }

    @Override
    public Allowance count(String key) {
        ConsumptionProbe probe = buckets.get(key).tryConsumeAndReturnRemaining(1);
        long left = probe.getRemainingTokens();
        if (probe.isConsumed()) {
            return new Allowance(policy, left(left, pace.secondsFor(left)), null);
        }
        int seconds = (int) Math.ceilDiv(probe.getNanosToWaitForRefill(), SECOND.toNanos());
        return new Allowance(policy, left(left, seconds), refusal(seconds));
    }

    /** How many keys are remembered. */
    int remembered() {
        buckets.cleanUp();
        return buckets.asMap().size();
    }

    private static String left(long requests, long seconds) {
        return NAME + ";r=" + requests + ";t=" + seconds;
    }

    private Refusal refusal(int seconds) {
        return Refusal.retryable(Refusal.Code.TOO_MANY, "rate limit of this key: too many requests; allowed: "
                + pace.perSecond() + " a second, " + pace.atOnce() + " at once; ask again in " + seconds
                + " s", seconds);
    }

    private Bucket full() {
        return Bucket.builder().addLimit(Bandwidth.builder().capacity(pace.atOnce())
                .refillGreedy(pace.perSecond(), SECOND).build()).withCustomTimePrecision(clock).build();
    }
}
