package dev.carillon.list;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Where in the list an answer is, as it says it. */
record Pagination(@Nullable Integer page, long limit, long total, boolean next, boolean previous) {

    static Pagination of(ListQuery query, ListPage page) {
        return switch (query.slice()) {
            case Slice.Page p -> new Pagination(p.number(), p.limit(), page.total(),
                    p.number() + 1L < pages(page.total(), p.limit()), p.number() > 0);
            case Slice.After a -> new Pagination(null, a.limit(), page.total(), page.next() != null, true);
            case Slice.All _ -> whole(page.total());
        };
    }

    /** Everything on one page. */
    static Pagination whole(long total) {
        return new Pagination(0, total, total, false, false);
    }

    void write(JsonGenerator json) {
        json.writeObjectPropertyStart("pagination");
        if (page == null) {
            json.writeNullProperty("page");
        } else {
            json.writeNumberProperty("page", page);
        }
        json.writeNumberProperty("limit", limit);
        json.writeNumberProperty("total_count", total);
        json.writeNumberProperty("total_pages", pages(total, limit));
        json.writeBooleanProperty("has_next_page", next);
        json.writeBooleanProperty("has_previous_page", previous);
        json.writeEndObject();
    }

    private static long pages(long total, long limit) {
        return total == 0 ? 0 : Math.ceilDiv(total, limit);
    }
}
