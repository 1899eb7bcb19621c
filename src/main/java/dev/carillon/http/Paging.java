package dev.carillon.http;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

import tools.jackson.core.JsonGenerator;

import dev.carillon.base.Refusal;

/** Which part of a list is asked for, and the words about it in the answer. */
public record Paging(int page, int limit) {

    private static final int DEFAULT_LIMIT = 50;
    private static final int LARGEST_LIMIT = 100;
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+");

    public static Paging read(Query query) {
        return new Paging(number(query, "page", 0, Integer.MAX_VALUE).orElse(0),
                number(query, "limit", 1, LARGEST_LIMIT).orElse(DEFAULT_LIMIT));
    }

    /** How many rows come before this page. */
    public long offset() {
        return (long) page * limit;
    }

    public void write(JsonGenerator json, long total) {
        json.writeObjectPropertyStart("pagination");
        json.writeNumberProperty("page", page);
        json.writeNumberProperty("limit", limit);
        json.writeNumberProperty("total_count", total);
        json.writeNumberProperty("total_pages", Math.ceilDiv(total, limit));
        json.writeBooleanProperty("has_next_page", offset() + limit < total);
        json.writeBooleanProperty("has_previous_page", page > 0);
        json.writeEndObject();
    }

    private static Optional<Integer> number(Query query, String name, int min, int max) {
        return query.one(name).map(text -> {
            String allowed = "a whole number, " + min + " to " + max;
            if (!NUMBER.matcher(text).matches()) {
                throw Refusal.invalid(name, Query.shown(text) + " is not a whole number", allowed);
            }
            var value = new BigInteger(text);
            if (value.compareTo(BigInteger.valueOf(min)) < 0
                    || value.compareTo(BigInteger.valueOf(max)) > 0) {
                throw Refusal.invalid(name, Query.shown(text) + " is out of range", allowed);
            }
            return value.intValueExact();
        });
    }
}
