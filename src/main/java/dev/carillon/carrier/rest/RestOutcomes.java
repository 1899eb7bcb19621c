package dev.carillon.carrier.rest;

import dev.carillon.call.Again;
import dev.carillon.call.CarrierWord.Status;
import dev.carillon.call.Outcome;

/** What a carrier's numbers mean for us: a refused request's, and those of a call that nobody answered. */
final class RestOutcomes {

    private RestOutcomes() {
    }

    /**
     * Of a request that the carrier has refused, so that there is no call.
     *
     * @param status of HTTP
     * @param code   the carrier's own; 0: it told none
     */
    static Outcome refused(int status, int code) {
        return switch (code) {
            // To: none, no number, not reached from there, no valid one; the same of a number in TwiML.
            case 21201, 21211, 21214, 21217, 13223, 13224 -> Outcome.INVALID_NUMBER;
            // From: not verified, invalid, missing; the same in TwiML. An account that may not call at all.
            case 21210, 21212, 21213, 13214, 20003, 20005 -> Outcome.TRUNK_CONFIG;
            // Too many calls at once, too many requests.
            case 10004, 20429 -> Outcome.CONGESTION;
            default -> refused(status);
        };
    }

    private static Outcome refused(int status) {
        return switch (status) {
            case 401, 402, 403, 404, 405 -> Outcome.TRUNK_CONFIG;
            case 429, 503 -> Outcome.CONGESTION;
            default -> Outcome.FAILED;
        };
    }

    /** Whether another trunk may place what this one has refused: not when the number is the reason. */
    static Again afterRefusal(Outcome outcome) {
        return switch (outcome) {
            case CONGESTION, TRUNK_CONFIG, TRUNK_UNREACHABLE -> Again.OTHER_TRUNK;
            default -> Again.NO;
        };
    }

    /**
     * Whether an answer leaves it open what became of the request: a gateway had no word, or a late one, from
     * whoever places calls.
     */
    static boolean leavesOpen(int status) {
        return status == 408 || status == 502 || status == 504;
    }

    /**
     * Of a call that has ended and was not answered.
     *
     * @param sip the status of SIP by which it ended; 0: it told none
     */
    static Outcome unanswered(Status status, int sip) {
        return switch (sip) {
            case 603 -> Outcome.DECLINED;
            case 607 -> Outcome.BLOCKED_BY_CALLEE;
            case 608 -> Outcome.BLOCKED_BY_NETWORK;
            default -> switch (status) {
                case BUSY -> Outcome.BUSY;
                case NO_ANSWER -> Outcome.NO_ANSWER;
                case CANCELED -> Outcome.CANCELLED;
                default -> failed(sip);
            };
        };
    }

    private static Outcome failed(int sip) {
        return switch (sip) {
            case 486, 600 -> Outcome.BUSY;
            case 408, 480, 487 -> Outcome.NO_ANSWER;
            case 404, 410, 484, 485, 604 -> Outcome.INVALID_NUMBER;
            case 500, 502, 503, 504 -> Outcome.CONGESTION;
            case 401, 402, 403, 407 -> Outcome.TRUNK_CONFIG;
            case 415, 488, 606 -> Outcome.MEDIA_MISMATCH;
            default -> Outcome.FAILED;
        };
    }
}
