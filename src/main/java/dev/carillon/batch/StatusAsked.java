package dev.carillon.batch;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import dev.carillon.base.LawBroken;
import dev.carillon.base.Refusal;
import dev.carillon.call.BatchStatus;
import dev.carillon.http.Fields;

/**
 * The status that a PATCH asks for: the same ways as by the actions, and two more, from a draft to a
 * scheduled batch call and back.
 */
final class StatusAsked {

    private static final Set<BatchStatus> SETTABLE = EnumSet.of(BatchStatus.DRAFT, BatchStatus.SCHEDULED,
            BatchStatus.SENT, BatchStatus.PAUSED, BatchStatus.CANCELLED);
    private static final List<String> WORDS = SETTABLE.stream().map(BatchStatus::word).toList();

    private StatusAsked() {
    }

    /** Reads {@code status}, in any case, and {@code send_now}. */
    static Optional<BatchStatus> read(Fields body) {
        if (body.has("status") && body.raw("status").isEmpty()) {
            throw body.wrong("status", "must be text, not null", words(SETTABLE));
        }
        body.raw("status").filter(n -> n.isString()).flatMap(n -> BatchStatus.of(n.stringValue()))
                .filter(s -> !SETTABLE.contains(s)).ifPresent(s -> {
                    throw body.wrong("status", s.word() + " cannot be set by a client", words(SETTABLE));
                });
        Optional<BatchStatus> asked = body.wordInAnyCase("status", WORDS).flatMap(BatchStatus::of);
        if (!body.bool("send_now").orElse(false)) {
            return asked;
        }
        asked.filter(s -> s != BatchStatus.SENT).ifPresent(s -> {
            throw body.wrong("send_now", "contradicts status " + s.word(), "no status, or sent");
        });
        return Optional.of(BatchStatus.SENT);
    }

    /** The states from which a client may ask for this one. */
    static Set<BatchStatus> from(BatchStatus to) {
        Set<BatchStatus> from = EnumSet.noneOf(BatchStatus.class);
        switch (to) {
            case DRAFT -> from.add(BatchStatus.SCHEDULED);
            case SCHEDULED -> from.add(BatchStatus.DRAFT);
            default -> {
                for (Action action : Action.values()) {
                    if (action.to() == to) {
                        from.addAll(action.from());
                    }
                }
            }
        }
        return from;
    }

    /** Refuses what the lifecycle does not allow; to ask for the status that it has is allowed. */
    static void refuse(BatchStatus now, BatchStatus to) {
        if (to == now) {
            return;
        }
        if (!from(to).contains(now)) {
            throw Refusal.invalid("status", "a batch call with status " + now.word() + " cannot become "
                    + to.word(), "from " + words(from(to)));
        }
        if (!now.mayBecome(to)) {
            throw new LawBroken("Obedience", now + " may not become " + to);
        }
    }

    private static String words(Set<BatchStatus> those) {
        return those.stream().map(BatchStatus::word).collect(Collectors.joining(", "));
    }
}
