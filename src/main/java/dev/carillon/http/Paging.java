package dev.carillon.http;

import java.util.Optional;

import tools.jackson.core.JsonGenerator;

import dev.carillon.base.Refusal;

/** Which part of a list is asked for, and the words about it in the answer. */
public record Paging(int page, int limit) {

    private static final int DEFAULT_LIMIT = 50;
    private static final int LARGEST_LIMIT = 100;

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
            try {
                int value = Integer.parseInt(text);
                if (value >= min && value <= max && Character.isDigit(text.charAt(0))) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // The refusal below says all there is to say.
            }
            throw Refusal.invalid(name, "is not a number in the range", min + " to " + max);
        });
    }
}
