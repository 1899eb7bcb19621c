package dev.carillon.batch;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Refusal;
import dev.carillon.call.BatchStatus;

/**
 * The fields that a client can change, and until when: all of them before the first call, some as long as
 * another attempt can obey, none after the end.
 */
enum Editable {
    NAME(true), FROM_NUMBER(false), AGENT_ID(false), TRIGGER_TIMESTAMP(false), TIMEZONE(false),
    QUIET_HOURS(true), RETRY_CONFIG(true), PACING(true), EXPIRES_AT(true), DUPLICATES(false),
    RETRY_RULES(true), CALLING_WINDOW(true), PRIORITY(true), STOP_LOSS(true);

    private final String word = name().toLowerCase(Locale.ROOT);
    private final boolean whileRunning;

    Editable(boolean whileRunning) {
        this.whileRunning = whileRunning;
    }

    String word() {
        return word;
    }

    /** The states in which it can be changed. */
    Set<BatchStatus> in() {
        return whileRunning
                ? EnumSet.of(BatchStatus.DRAFT, BatchStatus.SCHEDULED, BatchStatus.SENT, BatchStatus.PAUSED)
                : EnumSet.of(BatchStatus.DRAFT, BatchStatus.SCHEDULED);
    }

    /** The fields in which two versions differ: to give a field the value that it has is no change. */
    static Set<Editable> changed(Terms before, Terms after) {
        Set<Editable> changed = EnumSet.noneOf(Editable.class);
        for (Editable e : values()) {
            if (!Objects.equals(e.value(before), e.value(after))) {
                changed.add(e);
            }
        }
        return changed;
    }

    private @Nullable Object value(Terms terms) {
        return switch (this) {
            case NAME -> terms.name();
            case FROM_NUMBER -> terms.fromNumber();
            case AGENT_ID -> terms.agentId();
            case TRIGGER_TIMESTAMP -> terms.scheduledAt();
            case TIMEZONE -> terms.zone();
            case QUIET_HOURS -> terms.quietHours();
            case RETRY_CONFIG -> terms.retry();
            case PACING -> terms.pacing();
            case EXPIRES_AT -> terms.expiresAt();
            case DUPLICATES -> terms.duplicates();
            case RETRY_RULES -> terms.dialling().retryRules();
            case CALLING_WINDOW -> terms.dialling().callingWindow();
            case PRIORITY -> terms.dialling().priority();
            case STOP_LOSS -> terms.dialling().stopLoss();
        };
    }

    /** Refuses a change that comes too late. */
    void refuseIn(BatchStatus status) {
        if (!in().contains(status)) {
            throw Refusal.invalid(word, "cannot be changed in a batch call with status " + status.word(),
                    "in status " + in().stream().map(BatchStatus::word).collect(Collectors.joining(", ")));
        }
    }

    /** The names of all, for documents and tests. */
    static List<String> words() {
        return Arrays.stream(values()).map(Editable::word).toList();
    }
}
