package dev.carillon.call;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

import dev.carillon.base.Ids.CallKey;

/**
 * What a carrier told of one leg of a call to whichever node it reached, kept in a row until the call's own
 * node has read it.
 *
 * @param wordId    its row
 * @param carrierId the carrier's own id of the leg
 * @param sip       the SIP status by which the leg ended; 0: it told none
 * @param seconds   how long the leg lasted; 0: it has not ended, or nobody was there
 */
public record CarrierWord(long wordId, CallKey call, Leg leg, Status status, String carrierId, int sip,
        int seconds, Instant at) {

    /** Whom the carrier has called on that leg. */
    public enum Leg {
        CALLED, AGENT;

        private final String word = name().toLowerCase(Locale.ROOT);

        /** The word of the schema. */
        public String word() {
            return word;
        }

        public static Optional<Leg> of(String word) {
            for (Leg leg : values()) {
                if (leg.word.equals(word)) {
                    return Optional.of(leg);
                }
            }
            return Optional.empty();
        }
    }

    /** How far a leg has come, in the words of Twilio's API; the last five are ends. */
    public enum Status {
        QUEUED, INITIATED, RINGING, IN_PROGRESS, COMPLETED, BUSY, NO_ANSWER, FAILED, CANCELED;

        private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

        /** The word of the API and of the schema. */
        public String word() {
            return word;
        }

        /** Whether the leg is over. */
        public boolean ends() {
            return compareTo(COMPLETED) >= 0;
        }

        public static Optional<Status> of(String word) {
            for (Status status : values()) {
                if (status.word.equals(word)) {
                    return Optional.of(status);
                }
            }
            return Optional.empty();
        }
    }
}
