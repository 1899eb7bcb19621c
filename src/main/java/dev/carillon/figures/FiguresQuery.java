package dev.carillon.figures;

import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Refusal;
import dev.carillon.call.PhoneNumber;
import dev.carillon.http.Query;

/**
 * Which calls are asked about: of what is null, all.
 *
 * @param from the first moment of placing
 * @param to   the first one after them
 */
record FiguresQuery(@Nullable String batchCallId, @Nullable String trunkId, @Nullable String fromNumber,
        @Nullable Instant from, @Nullable Instant to, @Nullable GroupBy groupBy) {

    static FiguresQuery parse(Query query) {
        Optional<Instant> from = query.instant("from");
        Optional<Instant> to = query.instant("to");
        if (from.isPresent() && to.isPresent() && !to.get().isAfter(from.get())) {
            throw Refusal.invalid("to", "is not after from", "a time after from");
        }
        return new FiguresQuery(query.one("batch_call_id").orElse(null), query.one("trunk_id").orElse(null),
                query.one("from_number").map(FiguresQuery::number).orElse(null), from.orElse(null),
                to.orElse(null), query.one("group_by").map(FiguresQuery::groupBy).orElse(null));
    }

    private static String number(String text) {
        if (!PhoneNumber.looksRight(text)) {
            throw Refusal.invalid("from_number", Query.shown(text) + " is not a telephone number",
                    PhoneNumber.ALLOWED);
        }
        return text;
    }

    private static GroupBy groupBy(String word) {
        if (!GroupBy.words().contains(word)) {
            throw Refusal.invalid("group_by", Query.shown(word) + " is not known",
                    String.join(", ", GroupBy.words()));
        }
        return GroupBy.of(word);
    }
}
