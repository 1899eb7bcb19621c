package dev.carillon.list;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

import dev.carillon.http.Fields;

/** The body of {@code POST /batch-call/list}, checked; every field may be left out. */
final class ListBody {

    private static final int LONGEST_CURSOR = 4096;

    private final Cursors cursors;

    ListBody(Cursors cursors) {
        this.cursors = cursors;
    }

    ListQuery read(Fields body) {
        Filter filter = body.object("filter_criteria").map(Filter::read).orElse(Filter.NONE);
        var sort = new Sort(word(body, "sort_by", SortBy.values(), SortBy::word).orElse(SortBy.UPDATED_AT),
                word(body, "sort_order", SortOrder.values(), SortOrder::word).orElse(SortOrder.DESCENDING));
        Mode mode = word(body, "performance_mode", Mode.values(), Mode::word).orElse(Mode.FAST);
        Slice slice = body.object("pagination").map(p -> slice(p, sort))
                .orElse(new Slice.Page(0, ListQuery.DEFAULT_LIMIT));
        return new ListQuery(slice, sort, mode, filter);
    }

    private Slice slice(Fields pagination, Sort sort) {
        int limit = pagination.integer("limit", 1, ListQuery.LARGEST_LIMIT).orElse(ListQuery.DEFAULT_LIMIT);
        Optional<Integer> page = pagination.integer("page", 0, Integer.MAX_VALUE);
        Optional<String> cursor = pagination.text("cursor", 1, LONGEST_CURSOR);
        if (cursor.isEmpty()) {
            return new Slice.Page(page.orElse(0), limit);
        }
        if (page.isPresent()) {
            throw pagination.wrong("cursor", "contradicts page", "either of the two");
        }
        return new Slice.After(cursors.read(pagination.path("cursor"), cursor.get(), sort), limit);
    }

    private static <T> Optional<T> word(Fields body, String name, T[] values, Function<T, String> text) {
        return body.word(name, Arrays.stream(values).map(text).toList())
                .flatMap(word -> Arrays.stream(values).filter(v -> text.apply(v).equals(word)).findFirst());
    }
}
