package dev.carillon.list;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

import dev.carillon.base.Refusal;
import dev.carillon.http.Query;

/** The parameters of the list, checked. What is wrong is told before what is not available yet. */
record ListQuery(int page, int limit, SortBy sortBy, SortOrder sortOrder) {

    private static final int DEFAULT_LIMIT = 20;
    private static final int LARGEST_LIMIT = 100;
    private static final String PAGES = "a whole number, 0 to " + Integer.MAX_VALUE;
    private static final String LIMITS = "a whole number, 1 to " + LARGEST_LIMIT;
    private static final List<String> MODES = List.of("fast", "accurate", "ultra_fast");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+");

    static ListQuery parse(Query query) {
        int page = query.one("page").map(v -> number("page", v, new Range(0, Integer.MAX_VALUE, PAGES)))
                .orElse(0);
        Optional<Limit> limit = limit(query, "limit");
        Optional<Limit> size = limit(query, "size");
        SortBy by = query.one("sort_by").map(v -> word("sort_by", v, SortBy.values(), SortBy::word))
                .orElse(SortBy.UPDATED_AT);
        SortOrder order =
                query.one("sort_order").map(v -> word("sort_order", v, SortOrder.values(), SortOrder::word))
                        .orElse(SortOrder.DESCENDING);
        String mode = query.one("performance_mode").map(ListQuery::mode).orElse("fast");
        refuseWhatIsToCome(query, mode);
        return new ListQuery(page, limit.or(() -> size).map(Limit::rows).orElse(DEFAULT_LIMIT), by, order);
    }

    /** How many rows before the page's first. */
    long offset() {
        return (long) page * limit;
    }

    /** What {@code limit} or {@code size} asked for; no value means all rows. */
    private record Limit(String name, Optional<Integer> value) {

        int rows() {
            return value.orElseThrow(() -> Refusal.notAvailable(name));
        }
    }

    private record Range(int min, int max, String allowed) {
    }

    private static Optional<Limit> limit(Query query, String name) {
        return query.one(name).map(v -> new Limit(name, v.isEmpty() || v.equals("null")
                ? Optional.empty()
                : Optional.of(number(name, v, new Range(1, LARGEST_LIMIT, LIMITS)))));
    }

    private static int number(String name, String value, Range range) {
        if (!NUMBER.matcher(value).matches()) {
            throw Refusal.invalid(name, Query.shown(value) + " is not a whole number", range.allowed());
        }
        var number = new BigInteger(value);
        if (number.compareTo(BigInteger.valueOf(range.min())) < 0
                || number.compareTo(BigInteger.valueOf(range.max())) > 0) {
            throw Refusal.invalid(name, Query.shown(value) + " is out of range", range.allowed());
        }
        return number.intValueExact();
    }

    private static String mode(String value) {
        if (!MODES.contains(value)) {
            throw Refusal.invalid("performance_mode", Query.shown(value) + " is not known",
                    String.join(", ", MODES));
        }
        return value;
    }

    private static <T> T word(String name, String value, T[] allowed, Function<T, String> text) {
        List<String> words = Arrays.stream(allowed).map(text).toList();
        int at = words.indexOf(value);
        if (at < 0) {
            throw Refusal.invalid(name, Query.shown(value) + " is not known", String.join(", ", words));
        }
        return allowed[at];
    }

    private static void refuseWhatIsToCome(Query query, String mode) {
        if (query.has("cursor")) {
            throw Refusal.notAvailable("cursor");
        }
        if (!mode.equals("fast")) {
            throw Refusal.notAvailable("performance_mode: " + mode);
        }
    }
}
