package dev.carillon.dial;

import org.jspecify.annotations.Nullable;

/** The ledger does not answer. Nothing new is opened until it does. */
public final class LedgerAway extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean outcomeUnknown;

    /**
     * @param outcomeUnknown whether what was asked for may have been done all the same: a COMMIT without an
     *                       answer
     */
    public LedgerAway(String message, boolean outcomeUnknown, @Nullable Throwable cause) {
        super(message, cause);
        this.outcomeUnknown = outcomeUnknown;
    }

    public boolean outcomeUnknown() {
        return outcomeUnknown;
    }
}
