package dev.carillon.carrier.sip.transaction;

import java.time.Duration;

/**
 * How long the timers run (RFC 3261, table 4), from the three times that it derives them from, and one of
 * ours.
 *
 * @param t1        what a round trip is thought to take
 * @param t2        the longest rest between two copies
 * @param t4        how long a message may stay in the network
 * @param forgotten how long the user of a server may take to answer an INVITE finally
 */
public record Timers(Duration t1, Duration t2, Duration t4, Duration forgotten) {

    /** The RFC's own: 500 ms, 4 s and 5 s; and 5 minutes. */
    public static final Timers STANDARD = new Timers(Duration.ofMillis(500), Duration.ofSeconds(4),
            Duration.ofSeconds(5), Duration.ofMinutes(5));

    private static final Duration TRYING = Duration.ofMillis(200);
    private static final Duration LEAST_D = Duration.ofSeconds(32);

    public Timers {
        if (!t1.isPositive() || t2.compareTo(t1) < 0 || t4.isNegative()) {
            throw new IllegalArgumentException("not 0 < T1 <= T2, 0 <= T4: " + t1 + ", " + t2 + ", " + t4);
        }
        if (!forgotten.isPositive()) {
            throw new IllegalArgumentException("no time to answer an INVITE: " + forgotten);
        }
    }

    /** After so long either side has given up: 64·T1. */
    public Duration patience() {
        return t1.plusNanos(63 * t1.toNanos()); // a product of durations is made of decimal numbers
    }

    /** How long a timer runs when it is first started; zero means that what it waits for is here. */
    Duration first(Timer timer, boolean reliable) {
        return switch (timer) {
            case A, E, G -> t1;
            case B, F, H, L, M, CANCELLED -> patience();
            case UNANSWERED -> patience().plus(t4);
            case D -> reliable ? Duration.ZERO : longer(LEAST_D, patience());
            case I, K -> reliable ? Duration.ZERO : t4;
            case J -> reliable ? Duration.ZERO : patience();
            case TRYING -> TRYING;
            case FORGOTTEN -> forgotten;
        };
    }

    /** Twice as long as before; of an INVITE that is all, other copies come at least every T2. */
    Duration again(Timer timer, Duration before) {
        Duration twice = before.plus(before);
        return timer == Timer.A || twice.compareTo(t2) < 0 ? twice : t2;
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
