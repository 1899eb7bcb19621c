package dev.carillon.carrier.rest;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.AttemptState;
import dev.carillon.call.CarrierEvent.Kind;
import dev.carillon.call.CarrierWord;
import dev.carillon.call.CarrierWord.Leg;
import dev.carillon.call.CarrierWord.Status;
import dev.carillon.call.Outcome;

/**
 * What is known of one call from its carrier's words, in whatever order and however often they came: the same
 * words give the same course. Not thread-safe.
 */
final class Course {

    static final String CALL_LIMIT = "call_limit";

    private final Set<Status> called = EnumSet.noneOf(Status.class);
    private final Set<Status> agent = EnumSet.noneOf(Status.class);
    private @Nullable CarrierWord calledEnd;
    private @Nullable CarrierWord agentEnd;

    /**
     * How a call ended.
     *
     * @param sip the status of SIP by which the called party's leg ended; 0: none was told
     */
    record End(Outcome outcome, int sip, @Nullable String note) {
    }

    /** What a process before this one has recorded is known, too. */
    void goOnFrom(AttemptState state) {
        if (state.compareTo(AttemptState.RINGING) >= 0) {
            called.add(Status.RINGING);
        }
        if (state.compareTo(AttemptState.ANSWERED) >= 0) {
            called.add(Status.IN_PROGRESS);
        }
        if (state.compareTo(AttemptState.JOINED) >= 0) {
            agent.add(Status.IN_PROGRESS);
        }
    }

    void take(CarrierWord word) {
        if (word.leg() == Leg.CALLED) {
            called.add(word.status());
            calledEnd = end(calledEnd, word);
        } else {
            agent.add(word.status());
            agentEnd = end(agentEnd, word);
        }
    }

    /** A leg ends once; were it told to have ended in two ways, one of them holds, whichever came first. */
    private static @Nullable CarrierWord end(@Nullable CarrierWord known, CarrierWord word) {
        boolean first = known == null || word.status().compareTo(known.status()) < 0;
        return word.status().ends() && first ? word : known;
    }

    /** What has happened, but for the end. */
    Set<Kind> steps() {
        var steps = EnumSet.noneOf(Kind.class);
        if (called.contains(Status.RINGING)) {
            steps.add(Kind.RINGING);
        }
        if (isAnswered()) {
            steps.add(Kind.ANSWERED);
        }
        if (isJoined()) {
            steps.add(Kind.JOINED);
        }
        return steps;
    }

    /** The agent is called only when somebody has answered. */
    boolean isAnswered() {
        return called.contains(Status.IN_PROGRESS) || called.contains(Status.COMPLETED) || !agent.isEmpty();
    }

    boolean isJoined() {
        return agent.contains(Status.IN_PROGRESS) || agent.contains(Status.COMPLETED);
    }

    /** Whether the called party's leg is over: what is not known then may still be on its way. */
    boolean isOver() {
        return calledEnd != null;
    }

    /**
     * How it ended, if that is known.
     *
     * @param longest how long it may last
     * @param waited  whether words that were on their way have had their time
     */
    Optional<End> end(Duration longest, boolean waited) {
        CarrierWord end = calledEnd;
        if (end == null) {
            return Optional.empty();
        }
        return end.status() == Status.COMPLETED
                ? completed(end, longest, waited)
                : Optional.of(unanswered(end));
    }

    private static End unanswered(CarrierWord end) {
        Outcome outcome = RestOutcomes.unanswered(end.status(), end.sip());
        return new End(outcome, end.sip(), outcome == Outcome.FAILED ? words(end) : null);
    }

    /** The carrier tells the two legs one by one, so the first may be over before the second was begun. */
    private Optional<End> completed(CarrierWord end, Duration longest, boolean waited) {
        if (isJoined()) {
            boolean limit = end.seconds() > 0 && end.seconds() >= longest.toSeconds();
            return Optional.of(new End(Outcome.COMPLETED, 0, limit ? CALL_LIMIT : null));
        }
        CarrierWord agents = agentEnd;
        if (agents != null) {
            return Optional.of(agents.status() == Status.CANCELED
                    ? new End(Outcome.ABANDONED, 0, null)
                    : new End(Outcome.AGENT_FAILED, 0, "the agent's leg: " + words(agents)));
        }
        return waited ? Optional.of(new End(Outcome.ABANDONED, 0, null)) : Optional.empty();
    }

    private static String words(CarrierWord end) {
        return end.status().word() + (end.sip() == 0 ? "" : ", SIP " + end.sip());
    }
}
