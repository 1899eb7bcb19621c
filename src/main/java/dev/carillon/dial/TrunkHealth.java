package dev.carillon.dial;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.CarrierEvent;
import dev.carillon.call.Cause;
import dev.carillon.call.Outcome;
import dev.carillon.call.Trunk;

/**
 * Which trunks do not work, as this node sees it: one of which so many calls in a row found out that it
 * cannot be reached or does not take them rests, and after that, as long as it still does not work, ever
 * longer; one that its carrier finds away rests at once and for long, for its carrier says when it is back.
 * Of the sandbox's, whose calls fail as they are told to, nothing is made. Not thread-safe.
 */
final class TrunkHealth {

    static final int IN_A_ROW = 3;
    static final Duration FIRST_REST = Duration.ofSeconds(10);
    static final Duration LONGEST_REST = Duration.ofMinutes(5);
    /** Whom nobody has tried for so long is not known to be ill any more. */
    static final Duration FORGOTTEN = Duration.ofHours(1);

    private final DialObserver observer;
    private final Map<Long, Illness> ill = new HashMap<>();
    /** At first, for an earlier process may have left something in the ledger. */
    private boolean changed = true;

    TrunkHealth(DialObserver observer) {
        this.observer = observer;
    }

    /** What is known of a trunk that does not work; not thread-safe. */
    private static final class Illness {

        private final Trunk trunk;
        private final Instant since;
        private int inARow;
        private int rests;
        private Instant restedUntil = Instant.MIN;
        private Outcome why = Outcome.TRUNK_UNREACHABLE;
        private @Nullable TrunkRest rest;

        Illness(Trunk trunk, Instant since) {
            this.trunk = trunk;
            this.since = since;
        }
    }

    /** A call over this trunk has come so far that the trunk must work. */
    void works(Trunk trunk) {
        Illness its = ill.remove(trunk.trunkId());
        if (its != null && its.rests > 0) {
            changed = true;
            observer.works(trunk);
        }
    }

    /**
     * A call over this trunk has ended.
     *
     * @param placedBy when it had been placed at the latest: of what was placed before the trunk's last rest
     *                 was over, nothing new is learnt
     */
    void ended(Trunk trunk, CarrierEvent end, Instant placedBy) {
        Outcome outcome = end.outcome();
        if (outcome == null || trunk.kind() == Trunk.Kind.SANDBOX) {
            return;
        }
        if (outcome.isOfTrunk()) {
            Illness its = ill.computeIfAbsent(trunk.trunkId(), _ -> new Illness(trunk, end.at()));
            its.inARow++;
            if (!placedBy.isBefore(its.restedUntil) && (its.rests > 0 || its.inARow >= IN_A_ROW)) {
                its.why = outcome;
                Duration rest = FIRST_REST.multipliedBy(1L << Math.min(its.rests, 10));
                rest(its, words(end), end.at(), rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST);
            }
        } else if (provesThatItWorks(outcome)) {
            works(trunk);
        }
    }

    private static @Nullable String words(CarrierEvent end) {
        Cause cause = end.cause();
        String words = cause == null ? null : cause.words();
        return words == null ? end.note() : words;
    }

    /** Its carrier has learnt this of it, beside its calls. */
    void learn(TrunkNews news, Instant now) {
        long id = news.trunk().trunkId();
        Illness its = ill.get(id);
        switch (news.kind()) {
            case AWAY -> {
                Illness away = its == null ? new Illness(news.trunk(), now) : its;
                ill.put(id, away);
                if (!away.restedUntil.isAfter(now)) {
                    away.why = Outcome.TRUNK_UNREACHABLE;
                    rest(away, news.words(), now, LONGEST_REST);
                }
            }
            case BACK -> {
                // Whether it takes calls is another question than whether it is there.
                if (its != null && its.why == Outcome.TRUNK_UNREACHABLE) {
                    works(news.trunk());
                }
            }
            case CHANGED -> works(news.trunk());
        }
    }

    private void rest(Illness its, @Nullable String words, Instant now, Duration length) {
        its.restedUntil = now.plus(length);
        its.rests++;
        its.rest = new TrunkRest(its.trunk, its.why, words, its.since, its.restedUntil);
        changed = true;
        observer.rests(its.trunk, its.rest);
    }

    /** Whoever is refused, busy or not found was looked for. */
    private static boolean provesThatItWorks(Outcome outcome) {
        return switch (outcome) {
            case COMPLETED, VOICEMAIL, ABANDONED, AGENT_FAILED, NO_ANSWER, BUSY, DECLINED, INVALID_NUMBER,
                    BLOCKED_BY_NETWORK, BLOCKED_BY_CALLEE, MEDIA_MISMATCH, CONGESTION ->
                true;
            case TRUNK_UNREACHABLE, TRUNK_CONFIG, CANCELLED, LOST, NOT_PLACED, FAILED -> false;
        };
    }

    /** The trunks that rest. */
    Set<Long> resting(Instant now) {
        var resting = new HashSet<Long>();
        for (Illness its : ill.values()) {
            if (its.rest != null && !its.restedUntil.isAfter(now)) {
                its.rest = null;
                changed = true;
                observer.rests(its.trunk, null);
            }
            if (its.rest != null) {
                resting.add(its.trunk.trunkId());
            }
        }
        ill.values().removeIf(its -> its.rests > 0 && its.restedUntil.plus(FORGOTTEN).isBefore(now));
        return resting;
    }

    /** Whether {@link #rests} has changed since it was told to be kept. */
    boolean hasChanged() {
        return changed;
    }

    /** What rests is in the ledger. */
    void kept() {
        changed = false;
    }

    /** What rests, and why. */
    List<TrunkRest> rests() {
        return ill.values().stream().map(its -> its.rest).filter(Objects::nonNull).toList();
    }
}
