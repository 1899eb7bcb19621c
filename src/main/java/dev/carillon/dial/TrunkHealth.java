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
 * longer; one that its carrier finds away rests at once and for long, until its carrier says that it is back
 * or a call that is tried all the same; one that asks for a rest has it. After a rest one call tries it, and
 * the others go over it when that has shown that it works. Of the sandbox's, whose calls fail as they are
 * told to, nothing is made. Not thread-safe.
 */
final class TrunkHealth {

    static final int IN_A_ROW = 3;
    static final Duration FIRST_REST = Duration.ofSeconds(10);
    static final Duration LONGEST_REST = Duration.ofMinutes(5);
    /** However long a trunk asks to be left alone. */
    static final Duration LONGEST_ASKED = Duration.ofHours(1);
    /** A call that tries a trunk and of which nothing is heard for so long is followed by another. */
    static final Duration TRIAL = Duration.ofSeconds(30);
    /** What nobody has seen for so long does not count any more. */
    static final Duration FORGOTTEN = Duration.ofHours(1);

    private final DialObserver observer;
    private final Map<Long, Illness> ill = new HashMap<>();
    /** Since when trunks work that did not, or are others than before. */
    private final Map<Long, Instant> mended = new HashMap<>();
    /** At first, for an earlier process may have left something in the ledger. */
    private boolean changed = true;

    TrunkHealth(DialObserver observer) {
        this.observer = observer;
    }

    /** Which calls may go over a trunk. */
    enum Way {

        /** As many as come. */
        ALL,

        /** It has rested, and one is to try it. */
        ONE,

        /** It rests, or one is trying it. */
        NONE
    }

    /** What is known of a trunk that does not work; not thread-safe. */
    private static final class Illness {

        private final Trunk trunk;
        private final Instant since;
        private Instant seen;
        private int inARow;
        private int rests;
        private boolean away;
        private Instant restedUntil = Instant.MIN;
        /** Until when it has asked for its rest itself. */
        private Instant asked = Instant.MIN;
        private Outcome why = Outcome.TRUNK_UNREACHABLE;
        private Instant triedUntil = Instant.MIN;
        private @Nullable TrunkRest rest;

        Illness(Trunk trunk, Instant since) {
            this.trunk = trunk;
            this.since = since;
            this.seen = since;
        }

        /** How long it rests when it fails now. */
        Duration next() {
            Duration rest = FIRST_REST.multipliedBy(1L << Math.min(rests, 10));
            return away || rest.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : rest;
        }

        Way way(Instant now) {
            if (rests == 0) {
                return Way.ALL;
            }
            return restedUntil.isAfter(now) || triedUntil.isAfter(now) ? Way.NONE : Way.ONE;
        }

        /** Whether it may soon be known that it works. */
        boolean isAwaited(Instant now) {
            return rests > 0 && (way(now) == Way.NONE || restedUntil.plus(TRIAL).isAfter(now));
        }

        boolean isForgotten(Instant now) {
            return rest == null && later(seen, restedUntil).plus(FORGOTTEN).isBefore(now);
        }
    }

    /**
     * A call over this trunk has come one step on by the trunk's own word, which says that it works; of one
     * that rests, or has rested and does not work yet, only a call says so that was placed since then.
     *
     * @param word     what was said, an end or not
     * @param placedAt when the call was placed at the earliest
     */
    void answers(Trunk trunk, CarrierEvent word, Instant placedAt) {
        Illness its = ill.get(trunk.trunkId());
        if (word.rest() != null) {
            asksForRest(trunk, word, placedAt);
        } else if (its != null && !provesThatItWorks(word)) {
            showsNothing(its, placedAt);
        } else if (its != null && (its.rests == 0 || !placedAt.isBefore(its.since))
                && !word.at().isBefore(its.asked)) {
            works(its, word.at());
        }
    }

    /** Another call may try it, if this one did. */
    private static void showsNothing(Illness its, Instant placedAt) {
        if (!placedAt.isBefore(its.restedUntil)) {
            its.triedUntil = Instant.MIN;
        }
    }

    /** Which calls may be opened over this trunk now. */
    Way way(Trunk trunk, Instant now) {
        Illness its = ill.get(trunk.trunkId());
        return its == null ? Way.ALL : its.way(now);
    }

    /** A call is open over this trunk, and is placed then at the earliest. */
    void opened(Trunk trunk, Instant placeAt) {
        Illness its = ill.get(trunk.trunkId());
        if (its != null && its.way(placeAt) == Way.ONE) {
            its.triedUntil = placeAt.plus(TRIAL);
        }
    }

    /** Calls that were on their way may ask for longer, and are no failures of a trunk that rests already. */
    private void asksForRest(Trunk trunk, CarrierEvent end, Instant placedAt) {
        Duration wanted = Objects.requireNonNull(end.rest());
        if (trunk.kind() == Trunk.Kind.SANDBOX || isOfBefore(trunk, placedAt)) {
            return;
        }
        Illness its = ill.computeIfAbsent(trunk.trunkId(), _ -> new Illness(trunk, end.at()));
        Instant until = end.at().plus(wanted.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : wanted);
        its.seen = end.at();
        its.asked = later(its.asked, until);
        if (its.rests > 0 && !placedAt.isBefore(its.restedUntil)) {
            until = later(until, end.at().plus(its.next()));
            its.rests++;
        }
        its.rests = Math.max(its.rests, 1);
        if (until.isAfter(its.restedUntil)) {
            its.why = Objects.requireNonNull(end.outcome());
            String words = words(end);
            rest(its,
                    (words == null ? "" : words + ", ") + "no calls wanted for " + wanted.toSeconds() + " s",
                    until);
        }
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    /** Whether what was placed then was placed before the trunk was mended, or another one. */
    private boolean isOfBefore(Trunk trunk, Instant placedAt) {
        Instant works = mended.get(trunk.trunkId());
        return works != null && placedAt.isBefore(works);
    }

    private void works(Illness its, Instant now) {
        ill.remove(its.trunk.trunkId());
        if (its.rests > 0) {
            mended.put(its.trunk.trunkId(), now);
            changed = true;
            observer.works(its.trunk);
        }
    }

    /**
     * A call over this trunk has ended by the trunk's fault.
     *
     * @param placedAt when it was placed at the earliest: of what was placed before the trunk's last rest was
     *                 over, or before it was mended, nothing new is learnt
     */
    void fails(Trunk trunk, CarrierEvent end, Instant placedAt) {
        if (trunk.kind() == Trunk.Kind.SANDBOX || isOfBefore(trunk, placedAt)) {
            return;
        }
        ill.values().removeIf(before -> before.isForgotten(end.at()));
        Illness its = ill.computeIfAbsent(trunk.trunkId(), _ -> new Illness(trunk, end.at()));
        its.inARow++;
        its.seen = end.at();
        if (!placedAt.isBefore(its.restedUntil) && (its.rests > 0 || its.inARow >= IN_A_ROW)) {
            its.why = Objects.requireNonNull(end.outcome());
            Duration rest = its.next();
            its.rests++;
            rest(its, words(end), end.at().plus(rest));
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
            case AWAY -> away(its == null ? new Illness(news.trunk(), now) : its, news.words(), now);
            case BACK -> {
                // Whether it takes calls is another question than whether it is there.
                if (its != null && its.why == Outcome.TRUNK_UNREACHABLE) {
                    isBack(its, now);
                } else if (its != null) {
                    its.away = false;
                }
            }
            case CHANGED -> {
                mended.put(id, now);
                if (its != null) {
                    works(its, now);
                }
            }
            case GONE -> {
                ill.remove(id);
                if (its != null && its.rest != null) {
                    isTried(its);
                }
            }
        }
    }

    /** Who has asked for a rest before it was away still has it. */
    private void isBack(Illness its, Instant now) {
        if (its.asked.isAfter(now)) {
            its.away = false;
            its.why = Outcome.CONGESTION;
            rest(its, "no calls wanted", its.asked);
        } else {
            works(its, now);
        }
    }

    /** Whatever else it rests for: who is back from being away may have learnt to take calls. */
    private void away(Illness its, String words, Instant now) {
        if (!its.away) {
            ill.put(its.trunk.trunkId(), its);
            its.away = true;
            its.why = Outcome.TRUNK_UNREACHABLE;
            its.rests++;
            rest(its, words, now.plus(LONGEST_REST));
        }
    }

    private void rest(Illness its, @Nullable String words, Instant until) {
        its.restedUntil = later(until, its.asked);
        its.triedUntil = Instant.MIN;
        its.rest = new TrunkRest(its.trunk, its.why, words, its.since, its.restedUntil);
        changed = true;
        observer.rests(its.trunk, its.rest);
    }

    private void isTried(Illness its) {
        its.rest = null;
        changed = true;
        observer.rests(its.trunk, null);
    }

    /** Whoever is refused, busy or not found was looked for, unless it is we who say so. */
    private static boolean provesThatItWorks(CarrierEvent word) {
        Cause cause = word.cause();
        Outcome outcome = word.outcome();
        boolean ours = cause != null && cause.sip() == 0 && cause.q850() == 0;
        return outcome == null || switch (outcome) {
            case COMPLETED, VOICEMAIL, ABANDONED, AGENT_FAILED, NO_ANSWER, BUSY, DECLINED, INVALID_NUMBER,
                    BLOCKED_BY_NETWORK, BLOCKED_BY_CALLEE, MEDIA_MISMATCH, CONGESTION ->
                !ours;
            case FAILED -> cause != null && !ours;
            case TRUNK_UNREACHABLE, TRUNK_CONFIG, CANCELLED, LOST, NOT_PLACED -> false;
        };
    }

    /** The trunks that new calls do not take: those that rest, and those that one call is trying. */
    Set<Long> resting(Instant now) {
        var resting = new HashSet<Long>();
        for (Illness its : ill.values()) {
            TrunkRest rest = its.rest;
            if (rest != null && !its.restedUntil.isAfter(now)) {
                isTried(its);
            }
            if (its.way(now) == Way.NONE) {
                resting.add(its.trunk.trunkId());
            }
        }
        ill.values().removeIf(its -> its.isForgotten(now));
        mended.values().removeIf(at -> at.plus(FORGOTTEN).isBefore(now));
        return resting;
    }

    /**
     * When the next rest of a trunk is over, by the organisation; the past, where one is tried, or is to be
     * within moments. What nobody has tried since its rest is worth no waiting.
     */
    Map<String, Instant> rested(Instant now) {
        var rested = new HashMap<String, Instant>();
        ill.values().stream().filter(its -> its.isAwaited(now)).forEach(its -> rested
                .merge(its.trunk.organizationId(), its.restedUntil, (a, b) -> a.isBefore(b) ? a : b));
        return rested;
    }

    /** Of how many trunks something is remembered. */
    int remembered() {
        return ill.size() + mended.size();
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
