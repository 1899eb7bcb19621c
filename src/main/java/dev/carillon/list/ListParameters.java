package dev.carillon.list;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import dev.carillon.base.Refusal;
import dev.carillon.http.Query;

/** The parameters of {@code GET /batch-call/list}, checked. */
final class ListParameters {

    private final Cursors cursors;
    private final ListSettings settings;

    ListParameters(Cursors cursors, ListSettings settings) {
        this.cursors = cursors;
        this.settings = settings;
    }

    /** What {@code limit} or {@code size} asked for; no rows named means all of them. */
    private record Limit(Optional<Integer> rows) {
    }

    ListQuery read(Query query) {
        Optional<Integer> page = query.whole("page", 0, Integer.MAX_VALUE);
        Optional<Limit> limit = limit(query, "limit");
        Optional<Limit> size = limit(query, "size");
        var sort = new Sort(
                query.one("sort_by").map(v -> word("sort_by", v, SortBy.values(), SortBy::word))
                        .orElse(SortBy.UPDATED_AT),
                query.one("sort_order").map(v -> word("sort_order", v, SortOrder.values(), SortOrder::word))
                        .orElse(SortOrder.DESCENDING));
        Mode mode = query.one("performance_mode")
                .map(v -> word("performance_mode", v, Mode.values(), Mode::word)).orElse(Mode.FAST);
        Optional<Cursor> cursor = query.one("cursor").map(v -> cursors.read("cursor", v, sort));
        return new ListQuery(slice(page, limit.or(() -> size), cursor), sort, mode, null);
    }

    private Slice slice(Optional<Integer> page, Optional<Limit> limit, Optional<Cursor> cursor) {
        boolean all = limit.map(l -> l.rows().isEmpty())
                .orElse(settings.allWhenLimitOmitted() && cursor.isEmpty());
        int rows = limit.flatMap(Limit::rows).orElse(ListQuery.DEFAULT_LIMIT);
        if (cursor.isPresent()) {
            if (page.isPresent() || all) {
                throw Refusal.invalid("cursor", "contradicts " + (all ? "the whole list" : "page"),
                        all ? "a limit with it, 1 to " + ListQuery.LARGEST_LIMIT : "either of the two");
            }
            return new Slice.After(cursor.get(), rows);
        }
        if (!all) {
            return new Slice.Page(page.orElse(0), rows);
        }
        if (page.orElse(0) > 0) {
            throw Refusal.invalid("page", page.get() + " is past the whole list",
                    "0 or none without a limit");
        }
        return new Slice.All();
    }

    private static Optional<Limit> limit(Query query, String name) {
        return query.one(name).map(v -> new Limit(v.isEmpty() || v.equals("null")
                ? Optional.empty()
                : Optional.of(Query.whole(name, v, 1, ListQuery.LARGEST_LIMIT))));
    }

    private static <T> T word(String name, String value, T[] allowed, Function<T, String> text) {
        List<String> words = new ArrayList<>(allowed.length);
        for (T each : allowed) {
            if (text.apply(each).equals(value)) {
                return each;
            }
            words.add(text.apply(each));
        }
        throw Refusal.invalid(name, Query.shown(value) + " is not known", String.join(", ", words));
    }
}
