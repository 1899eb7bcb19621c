package dev.carillon.task;

import java.util.List;

import dev.carillon.http.Fields;

/**
 * The fields of the contract that this version does not act on. Each is checked as if it did, then refused as
 * not available: never taken and ignored.
 */
public final class NotYet {

    private static final String VOICEMAIL = "voicemail";
    private static final List<String> AFTER_THE_TONE = List.of("hang_up", "join");

    private NotYet() {
    }

    /** Refuses those that stand in a batch call. */
    public static void refuseInBatch(Fields fields) {
        fields.word(VOICEMAIL, AFTER_THE_TONE);
        fields.notAvailable(VOICEMAIL);
    }

    /** Their names in a batch call, for documents and tests. */
    public static List<String> inBatch() {
        return List.of(VOICEMAIL);
    }
}
