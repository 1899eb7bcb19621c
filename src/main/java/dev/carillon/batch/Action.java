package dev.carillon.batch;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import dev.carillon.base.LawBroken;
import dev.carillon.base.Refusal;
import dev.carillon.base.Refusal.Code;
import dev.carillon.call.BatchStatus;

/** What a client can do to a batch call, and from which states. */
enum Action {
    EXECUTE(BatchStatus.SENT), PAUSE(BatchStatus.PAUSED), RESUME(BatchStatus.SENT),
    CANCEL(BatchStatus.CANCELLED);

    private final BatchStatus to;

    Action(BatchStatus to) {
        this.to = to;
    }

    /**
     * The states from which a client may ask for it; fewer than the state machine knows, for some ways are
     * not his.
     */
    Set<BatchStatus> from() {
        return switch (this) {
            case EXECUTE -> EnumSet.of(BatchStatus.DRAFT, BatchStatus.SCHEDULED);
            case PAUSE -> EnumSet.of(BatchStatus.SENT);
            case RESUME -> EnumSet.of(BatchStatus.PAUSED);
            case CANCEL ->
                EnumSet.of(BatchStatus.DRAFT, BatchStatus.SCHEDULED, BatchStatus.SENT, BatchStatus.PAUSED);
        };
    }

    /** What the batch call becomes. */
    BatchStatus to() {
        return to;
    }

    /**
     * Whether there is something to change. Asking for what is already so is not an error and changes
     * nothing, except that nothing is executed twice; from any other state it is refused.
     */
    boolean changes(BatchStatus status) {
        if (status == to && this != EXECUTE) {
            return false;
        }
        if (!from().contains(status)) {
            throw Refusal.of(Code.INVALID, "Cannot " + name().toLowerCase(Locale.ROOT)
                    + " batch call with status " + status.word() + "; allowed: "
                    + from().stream().map(BatchStatus::word).collect(Collectors.joining(", ")));
        }
        if (!status.mayBecome(to)) {
            throw new LawBroken("Obedience", status + " may not become " + to);
        }
        return true;
    }
}
