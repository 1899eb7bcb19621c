package dev.carillon.event;

import java.time.Instant;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * One fact about a batch call or about one of its attempts.
 *
 * @param seq  the task, and
 * @param no   its attempt; both null when the fact is about the whole batch
 * @param word what it became: an outcome, a status, a reason
 */
public record Event(String organizationId, Instant at, Type type, long batchId, @Nullable Integer seq,
        @Nullable Integer no, @Nullable String word) {

    /** What can happen; the words are the schema's. */
    public enum Type {
        ATTEMPT_ENDED, BATCH_CREATED, BATCH_SCHEDULED, BATCH_SENT, BATCH_PAUSED, BATCH_CANCELLED,
        BATCH_COMPLETED,
        BATCH_FAILED, BATCH_APPENDED, BATCH_UPDATED, CALL_REPORTED, CALL_OPTED_OUT;

        private final String word = name().toLowerCase(Locale.ROOT);

        public String word() {
            return word;
        }
    }

    /** A fact about a whole batch. */
    public static Event ofBatch(String organizationId, Instant at, Type type, long batchId,
            @Nullable String word) {
        return new Event(organizationId, at, type, batchId, null, null, word);
    }
}
