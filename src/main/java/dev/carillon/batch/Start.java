package dev.carillon.batch;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.BatchStatus;
import dev.carillon.http.Fields;

/**
 * When a new batch call begins and when it is over at the latest.
 *
 * @param status what it is from the beginning: a draft, scheduled, or sent at once
 */
record Start(BatchStatus status, @Nullable Instant scheduledAt, @Nullable Instant expiresAt) {

    private static final List<String> WORDS = List.of(BatchStatus.DRAFT.word(), BatchStatus.SCHEDULED.word(),
            BatchStatus.SENT.word());

    /** Reads {@code status}, {@code trigger_timestamp}, {@code send_now} and {@code expires_at}. */
    static Start read(Fields body, Instant now) {
        Instant trigger = future(body, "trigger_timestamp", now);
        BatchStatus status = status(body, trigger);
        Instant expires = future(body, "expires_at", now);
        if (expires != null && trigger != null && !expires.isAfter(trigger)) {
            throw body.wrong("expires_at", "is not after trigger_timestamp",
                    "a time after trigger_timestamp");
        }
        return new Start(status, trigger, expires);
    }

    private static BatchStatus status(Fields body, @Nullable Instant trigger) {
        Optional<BatchStatus> asked = body.wordInAnyCase("status", WORDS).flatMap(BatchStatus::of);
        BatchStatus status = asked.orElse(trigger == null ? BatchStatus.SENT : BatchStatus.SCHEDULED);
        if (body.bool("send_now").orElse(false)) {
            refuseContradiction(body, asked, trigger);
            return BatchStatus.SENT;
        }
        if (status == BatchStatus.SCHEDULED && trigger == null) {
            throw body.wrong("trigger_timestamp", "is missing",
                    "a time in the future when status is scheduled");
        }
        if (status == BatchStatus.SENT && trigger != null) {
            throw body.wrong("trigger_timestamp", "contradicts status sent",
                    "no time when it is sent at once");
        }
        return status;
    }

    private static void refuseContradiction(Fields body, Optional<BatchStatus> asked,
            @Nullable Instant trigger) {
        if (trigger != null) {
            throw body.wrong("send_now", "contradicts trigger_timestamp", "one of the two");
        }
        if (asked.isPresent() && asked.get() != BatchStatus.SENT) {
            throw body.wrong("send_now", "contradicts status " + asked.get().word(), "no status, or sent");
        }
    }

    /** Reads a time that must be in the future; absent or null: none. */
    static @Nullable Instant future(Fields body, String name, Instant now) {
        Instant time = body.instant(name).orElse(null);
        if (time != null && !time.isAfter(now)) {
            throw body.wrong(name, "is not in the future", "a time in the future");
        }
        return time;
    }
}
