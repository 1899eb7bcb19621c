package dev.carillon.call;

import java.util.Locale;

/**
 * How far an attempt has come. States only go forward and may be jumped over; {@link #phase} is what the
 * schema stores, and every write of it asks {@link #after}.
 */
public enum AttemptState {
    PLACING(0), RINGING(1), ANSWERED(2), JOINED(3), ENDED(4);

    private final int phase;

    AttemptState(int phase) {
        this.phase = phase;
    }

    /** 0 to 4, in the order of the states. */
    public int phase() {
        return phase;
    }

    /** The word of the API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state of a phase that is stored. */
    public static AttemptState of(int phase) {
        return values()[phase];
    }

    /** The state after the carrier's word; the same state when the word is late, doubled or backwards. */
    public AttemptState after(CarrierEvent.Kind kind) {
        AttemptState told = of(kind);
        return told.phase > phase ? told : this;
    }

    /** The state that the carrier's word tells of. */
    public static AttemptState of(CarrierEvent.Kind kind) {
        return switch (kind) {
            case RINGING -> RINGING;
            case ANSWERED -> ANSWERED;
            case JOINED -> JOINED;
            case ENDED -> ENDED;
        };
    }
}
