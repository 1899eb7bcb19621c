package dev.carillon.http;

import tools.jackson.core.JsonGenerator;

/** Which part of a list is asked for, and the words about it in the answer. */
public record Paging(int page, int limit) {

    private static final int DEFAULT_LIMIT = 50;
    private static final int LARGEST_LIMIT = 100;

    public static Paging read(Query query) {
        return new Paging(query.whole("page", 0, Integer.MAX_VALUE).orElse(0),
                query.whole("limit", 1, LARGEST_LIMIT).orElse(DEFAULT_LIMIT));
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
}
