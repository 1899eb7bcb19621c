package dev.carillon.carrier.rest;

import java.util.Optional;

import dev.carillon.call.Again;
import dev.carillon.call.CarrierWord.Status;
import dev.carillon.call.Outcome;

/** What a carrier's numbers mean for us: a refused request's, and those of a call that nobody answered. */
final class RestOutcomes {

    private static final int REQUEST_TIMEOUT = 408;
    private static final int SERVER_ERRORS = 500;

    private RestOutcomes() {
    }

    /**
     * Of a request that was not taken; empty where that leaves it open whether there is a call: what stands
     * between may have lost the word of whoever places calls, and a server that failed may have placed it
     * before (law: Single dial). Only a code by which the carrier itself refuses says otherwise.
     *
     * @param status of HTTP
     * @param code   the carrier's own; 0: it told none
     */
    static Optional<Outcome> refused(int status, int code) {
        Optional<Outcome> told = byCode(code);
        boolean open = status == REQUEST_TIMEOUT || status >= SERVER_ERRORS;
        return told.isPresent() || open ? told : Optional.of(byStatus(status));
    }

    private static Optional<Outcome> byCode(int code) {
        return switch (code) {
            // To: none, no number, not reached from there, no valid one; the same of a number in TwiML.
            case 21201, 21211, 21214, 21217, 13223, 13224 -> Optional.of(Outcome.INVALID_NUMBER);
            // From: not verified, invalid, missing; the same in TwiML. An account that may not call at all.
            case 21210, 21212, 21213, 13214, 20003, 20005 -> Optional.of(Outcome.TRUNK_CONFIG);
            // Too many calls at once, too many requests.
            case 10004, 20429 -> Optional.of(Outcome.CONGESTION);
            default -> Optional.empty();
        };
    }

    private static Outcome byStatus(int status) {
        return switch (status) {
            case 401, 402, 403, 404, 405 -> Outcome.TRUNK_CONFIG;
            case 429 -> Outcome.CONGESTION;
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
