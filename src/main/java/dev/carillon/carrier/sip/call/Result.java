package dev.carillon.carrier.sip.call;

import java.time.Duration;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.Cause;
import dev.carillon.call.Outcome;
import dev.carillon.carrier.sip.dialog.LegEnd;

/**
 * What an attempt ends as, by what the trunk has said: the cause of the telephone network (Q.850, in the
 * header Reason) where there is one that says something, else the SIP status.
 *
 * @param otherTrunk whether another trunk may be tried: nobody's phone has rung, and it is this trunk's fault
 * @param note       a word of docs/lifecycle.md that is kept with it
 * @param rest       for how long the trunk wants no calls; null: it has not said
 */
record Result(Outcome outcome, Cause cause, boolean otherTrunk, @Nullable String note,
        @Nullable Duration rest) {

    private static final int NO_ROUTE = 3;

    Result(Outcome outcome, Cause cause, boolean otherTrunk) {
        this(outcome, cause, otherTrunk, null, null);
    }

    /** By its longest duration, which docs/lifecycle.md has a note for. */
    static Result callLimit() {
        return new Result(Outcome.COMPLETED, new Cause(0, 0, ""), false, "call_limit", null);
    }

    /** The trunk says nothing at all for so long. */
    static Result silent(Duration within) {
        return new Result(Outcome.TRUNK_UNREACHABLE,
                new Cause(0, 0, "no answer to the INVITE within " + within.toSeconds() + " s"), true);
    }

    /** The trunk refuses the session that it is to be joined to. */
    static Result notTaken(int status) {
        boolean mismatch = status == 488 || status == 606 || status == 415;
        return new Result(mismatch ? Outcome.MEDIA_MISMATCH : Outcome.FAILED,
                new Cause(status, 0, "the trunk did not take the agent's session"), false);
    }

    /** What is ended so, and was answered at the same moment: they heard nobody. */
    Result crossed() {
        return outcome == Outcome.NO_ANSWER
                ? of(Outcome.ABANDONED, "answered as the ringing was ended")
                : this;
    }

    /** The same of a call whose called party has heard the trunk's announcement. */
    Result announced() {
        return new Result(outcome, cause, otherTrunk, "announcement", rest);
    }

    static Result of(Outcome outcome, String text) {
        return new Result(outcome, new Cause(0, 0, text), false);
    }

    static Result of(Outcome outcome, LegEnd end) {
        return new Result(outcome, cause(end), false);
    }

    private static Cause cause(LegEnd end) {
        return new Cause(end.status(), end.q850(), end.said(), end.redress());
    }

    /**
     * The trunk did not let the call through, or never spoke. One that has spoken and then is gone may have a
     * phone ring by now: no other is tried.
     */
    static Result unanswered(LegEnd end, boolean heard, boolean rang) {
        Result result = switch (end.kind()) {
            case REFUSED -> refused(end, heard);
            case NOT_BEGUN -> of(Outcome.FAILED, end);
            case SILENT, NOT_SENT, HUNG_UP, ENDED, UNCONFIRMED ->
                new Result(Outcome.TRUNK_UNREACHABLE, cause(end), !heard);
        };
        // What rings has come through the trunk: whoever wants no calls then is the called side.
        boolean asks = !rang && result.outcome == Outcome.CONGESTION;
        return new Result(result.outcome, result.cause, !rang && result.otherTrunk, null,
                asks ? end.rest() : null);
    }

    private static Result refused(LegEnd end, boolean heard) {
        if (isBlocked(end)) {
            return of(Outcome.BLOCKED_BY_NETWORK, end);
        }
        if (end.status() == 607) {
            return of(Outcome.BLOCKED_BY_CALLEE, end);
        }
        Outcome byCause = byCause(end.q850());
        if (byCause != null) {
            return new Result(byCause, cause(end), isTrunksFault(byCause));
        }
        return byStatus(end, heard);
    }

    /**
     * Blocking is never evaded: neither by another attempt nor by another trunk. A network that cannot say
     * 608 says so beside its 603 (ATIS-1000099), with whom to ask in Reason.
     */
    private static boolean isBlocked(LegEnd end) {
        String said = (end.phrase() + " " + end.text()).toLowerCase(Locale.ROOT);
        return end.status() == 608 || (end.status() == 603 && said.contains("network blocked"));
    }

    /** The outcome of a Q.850 cause; null for those that say less than the status does. */
    private static @Nullable Outcome byCause(int cause) {
        return switch (cause) {
            case 17 -> Outcome.BUSY;
            case 18, 19, 20 -> Outcome.NO_ANSWER;
            case 1, 22, 28 -> Outcome.INVALID_NUMBER;
            case 21 -> Outcome.DECLINED;
            case 34, 38, 41, 42, 44 -> Outcome.CONGESTION;
            case 65, 79, 88 -> Outcome.MEDIA_MISMATCH;
            default -> null;
        };
    }

    private static Result byStatus(LegEnd end, boolean heard) {
        int status = end.status();
        Outcome outcome = switch (status) {
            case 486, 600 -> Outcome.BUSY;
            case 480, 487 -> Outcome.NO_ANSWER;
            case 408 -> heard ? Outcome.NO_ANSWER : Outcome.TRUNK_UNREACHABLE;
            case 404, 410, 484, 485, 604 -> Outcome.INVALID_NUMBER;
            case 603 -> Outcome.DECLINED;
            case 500, 502, 503, 504 -> Outcome.CONGESTION;
            case 401, 402, 403, 407 -> Outcome.TRUNK_CONFIG;
            case 415, 488, 606 -> Outcome.MEDIA_MISMATCH;
            default -> Outcome.FAILED;
        };
        boolean noRoute = status == 404 && end.q850() == NO_ROUTE;
        return new Result(outcome, cause(end), noRoute || isTrunksFault(outcome));
    }

    private static boolean isTrunksFault(Outcome outcome) {
        return switch (outcome) {
            case CONGESTION, TRUNK_CONFIG, TRUNK_UNREACHABLE, MEDIA_MISMATCH -> true;
            default -> false;
        };
    }
}
