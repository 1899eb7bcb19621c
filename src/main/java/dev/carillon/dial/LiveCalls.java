package dev.carillon.dial;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.AttemptState;
import dev.carillon.call.CarrierEvent;
import dev.carillon.call.Outcome;
import dev.carillon.call.Trunk;
import dev.carillon.dial.LiveCall.HangUp;

/**
 * The open attempts of this node: what carriers told of them, what is not yet recorded, and whose deadline is
 * next. A missing word never holds a call past its deadline (law: Progress). Not thread-safe.
 */
final class LiveCalls {

    private static final Duration REFUSED_WAIT = Duration.ofMinutes(1);

    private final DialSettings settings;
    private final Starts starts;
    private final DialObserver observer;
    private final Map<CallKey, LiveCall> calls = new HashMap<>();
    private final Unrecorded unrecorded = new Unrecorded();
    private final Deadlines deadlines = new Deadlines();
    private final List<LiveCall> failed = new ArrayList<>();
    private final TrunkHealth health;
    /** Those that their carriers were asking about when their deadline came. */
    private final Set<CallKey> asked = new HashSet<>();
    private int lost;

    LiveCalls(DialSettings settings, Starts starts, DialObserver observer) {
        this.settings = settings;
        this.starts = starts;
        this.observer = observer;
        this.health = new TrunkHealth(observer);
    }

    /** All that take a place of this node: a lost one keeps it (law: Capacity). */
    int size() {
        return calls.size();
    }

    /** Those whose end is still to be told. */
    int open() {
        return calls.size() - lost;
    }

    /** How many a later process of this node can go on with. */
    int outliving() {
        return (int) calls.values().stream().filter(LiveCall::outlives).count();
    }

    Set<CallKey> keys() {
        return Set.copyOf(calls.keySet());
    }

    /** The batches of which a call could be hung up, be it lost. */
    Set<Long> batches() {
        var ids = new HashSet<Long>();
        for (LiveCall call : calls.values()) {
            if (!call.gone() && call.hangUp() == null) {
                ids.add(call.batch().batchId());
            }
        }
        return ids;
    }

    void add(LiveCall call) {
        calls.put(call.key(), call);
        lost += call.lost() ? 1 : 0;
        observer.opened(call.trunk());
        watch(call);
    }

    /**
     * A word about a call that is not here is late: its attempt was closed by somebody else, and slots are
     * theirs.
     */
    void told(Inbox.Heard heard) {
        CarrierEvent event = heard.event();
        LiveCall call = calls.get(event.call());
        if (call == null || call.isOver(heard.by()) || call.asksForAnother()) {
            return;
        }
        Instant before = call.deadline();
        boolean wasLost = call.lost();
        if (call.end() == null) {
            learn(call, event);
        }
        boolean changed = call.told(event, settings);
        if (call.asksForAnother()) {
            failed.add(call);
        }
        if (changed) {
            lost += call.lost() && !wasLost ? 1 : 0;
            unrecorded.add(call, event.at());
            if (call.gone()) {
                deadlines.clear(call);
            } else if (!call.deadline().equals(before)) {
                watch(call);
            }
        }
    }

    /** Before the call itself takes the word. */
    private void learn(LiveCall call, CarrierEvent event) {
        Instant placedAt = call.open().placeAt();
        if (event.outcome() != null && event.outcome().isOfTrunk()) {
            health.fails(call.trunk(), event, placedAt);
        } else if (isOfTrunk(call, event)) {
            health.answers(call.trunk(), event, placedAt);
        }
    }

    /**
     * Whether the word is new, and the trunk's: what follows an answer may come from the agent's side, and
     * the end of what we hung up from nobody.
     */
    private static boolean isOfTrunk(LiveCall call, CarrierEvent event) {
        AttemptState before = call.state();
        boolean unanswered = before == AttemptState.PLACING || before == AttemptState.RINGING;
        boolean byUs = event.kind() == CarrierEvent.Kind.ENDED && call.hangUp() != null;
        return unanswered && before.after(event.kind()) != before && !byUs;
    }

    /** Which trunks work. */
    TrunkHealth health() {
        return health;
    }

    /** Those whose trunk has failed them, and that ask for another; each is to be told what follows. */
    List<LiveCall> takeFailed() {
        List<LiveCall> all = List.copyOf(failed);
        failed.clear();
        return all;
    }

    /** This one goes on over another trunk. */
    void goesOn(LiveCall call, Placement placement) {
        Trunk before = call.trunk();
        call.goesOn(placement, settings);
        health.opened(call.trunk(), placement.placeAt());
        observer.moved(before, call.trunk());
        watch(call);
    }

    /** For this one there is no other trunk. */
    void endsAsTold(LiveCall call, Instant now) {
        call.endsAsTold();
        deadlines.clear(call);
        unrecorded.add(call, now);
    }

    /** Hangs up what is past its deadline, and gives up what was not confirmed in time. */
    void expire(Instant now) {
        for (LiveCall c = deadlines.pollDue(now); c != null; c = deadlines.pollDue(now)) {
            expire(c, now);
        }
    }

    private void expire(LiveCall call, Instant now) {
        if (call.gone()) {
            unrecorded.add(call, now);
        } else if (call.lost()) {
            forget(call);
        } else if (call.hangUp() == null) {
            hangUp(call, why(call), now);
        } else if (!isAskedAbout(call, call.hangUp(), now)) {
            call.lose(now);
            lost++;
            unrecorded.add(call, now);
            watch(call);
        }
    }

    /**
     * After a restart a carrier may have many to ask about, and be slow: it comes to the last when it can,
     * and then each has the usual time for its word.
     */
    private boolean isAskedAbout(LiveCall call, HangUp why, Instant now) {
        boolean asking = starts.isAsking(call);
        boolean wasAsking = asking ? !asked.add(call.key()) : asked.remove(call.key());
        Instant until = now.plus(settings.confirmation());
        if ((asking || wasAsking) && until.isBefore(call.open().lastDeadline())) {
            call.hangUp(why, until);
            watch(call);
            return true;
        }
        return false;
    }

    private static HangUp why(LiveCall call) {
        return switch (call.state()) {
            case PLACING, RINGING -> HangUp.RING_TIMEOUT;
            case ANSWERED -> HangUp.AGENT_TIMEOUT;
            case JOINED, ENDED -> HangUp.LONGEST_CALL;
        };
    }

    /** Hangs up every call that is meant and not yet hung up. */
    void cancel(Predicate<LiveCall> meant, Instant now) {
        for (LiveCall call : calls.values()) {
            if (call.end() == null && call.hangUp() == null && meant.test(call)) {
                hangUp(call, HangUp.CANCEL, now);
            }
        }
    }

    /**
     * Hangs up those of these calls that are here and not yet hung up: somebody has asked for each. One that
     * others have closed as lost stays so, and its carrier's word that it is over frees its places.
     */
    void hangUp(Set<CallKey> asked, Instant now) {
        for (CallKey key : asked) {
            LiveCall call = calls.get(key);
            if (call == null || call.gone() || call.hangUp() != null) {
                continue;
            }
            if (call.lost()) {
                endLost(call, HangUp.ASKED);
            } else {
                hangUp(call, HangUp.ASKED, now);
            }
        }
    }

    /** Of these batches everything is hung up: what others have closed as lost may be up here. */
    void endLost(Set<Long> batches) {
        for (LiveCall call : calls.values()) {
            if (call.lost() && !call.gone() && call.hangUp() == null
                    && batches.contains(call.batch().batchId())) {
                endLost(call, HangUp.CANCEL);
            }
        }
    }

    private void endLost(LiveCall call, HangUp why) {
        call.hangUp(why, call.deadline());
        starts.end(call);
    }

    /** Gives up every call that waits to be placed. */
    void giveUpStarts() {
        calls.values().forEach(LiveCall::giveUp);
    }

    private void hangUp(LiveCall call, HangUp why, Instant now) {
        call.hangUp(why, now.plus(settings.confirmation()));
        watch(call);
        starts.end(call);
    }

    /** What is not in the ledger yet, nor on its way there. */
    Unrecorded unrecorded() {
        return unrecorded;
    }

    /** These are in the ledger as they stood. */
    void recorded(List<Recorder.Written> group) {
        for (Recorder.Written written : group) {
            LiveCall call = written.call();
            AttemptChange.End end = written.change().end();
            call.kept(written.change().resume());
            if (end != null && call.endIsNew()) {
                observer.ended(call.trunk(), end.outcome());
                if (end.outcome() == Outcome.BLOCKED_BY_NETWORK) {
                    observer.blocked(call.trunk(), written.change());
                }
            }
            if (written.gone()) {
                forget(call);
            }
        }
    }

    /** The ledger refuses this change: the others go on, and an end is tried again later. */
    void refused(LiveCall call, Instant now) {
        if (call.gone()) {
            deadlines.set(call, now.plus(REFUSED_WAIT));
        }
    }

    private void forget(LiveCall call) {
        deadlines.clear(call);
        asked.remove(call.key());
        if (calls.remove(call.key(), call)) {
            lost -= call.lost() ? 1 : 0;
            observer.left(call.trunk());
        }
    }

    private void watch(LiveCall call) {
        deadlines.set(call, call.deadline());
    }

    /** The next deadline, or null. */
    @Nullable Instant wake() {
        return deadlines.next();
    }

    /** How many deadlines are watched: never more than there are calls. */
    int watched() {
        return deadlines.size();
    }
}
