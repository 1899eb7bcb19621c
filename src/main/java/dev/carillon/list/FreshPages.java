package dev.carillon.list;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Refusal;
import dev.carillon.base.Timeline;
import dev.carillon.db.Database;
import dev.carillon.db.OutOfTime;
import dev.carillon.http.Answer;

/**
 * The mode {@code fast}: kept counters, of one snapshot. An answer that got too old on its way here is asked
 * for again, and refused when that does not help (law: Freshness). Thread-safe.
 */
final class FreshPages {

    /** What the mode promises is 250 ms to the first byte; the rest is for the way there. */
    static final Duration OLDEST = Duration.ofMillis(200);

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Database database;
    private final ListWriter writer;
    private final Timeline timeline;

    FreshPages(Database database, ListWriter writer, Timeline timeline) {
        this.database = database;
        this.writer = writer;
        this.timeline = timeline;
    }

    /**
     * An answer and its age.
     *
     * @param sentAt {@link Timeline#nanos} before its statement was sent, and so before its metrics_as_of
     */
    record Fresh(Answer answer, long sentAt) {
    }

    private record Sent(ListPage page, long at) {
    }

    /** An answer that is not older than this when it is handed over. */
    Fresh page(String organizationId, ListQuery query, Duration oldest) {
        long begun = timeline.nanos();
        do {
            Reading reading = Reading.kept(organizationId, query, total(organizationId, query));
            Sent sent = database.read(handle -> {
                long at = timeline.nanos();
                return new Sent(ListSql.page(handle, reading), at);
            });
            Answer answer = writer.answer(organizationId, query, sent.page());
            if (sent.page().moment().isKnown() && age(sent.at()) <= oldest.toNanos()) {
                return new Fresh(answer, sent.at());
            }
        } while (age(begun) < PATIENCE.toNanos());
        throw tooSlow();
    }

    private long age(long nanos) {
        return timeline.nanos() - nanos;
    }

    static Refusal tooSlow() {
        return Refusal.retryable(Refusal.Code.UNAVAILABLE,
                "the database is too slow at this moment for an answer as fresh as promised", 1);
    }

    /** What a filter lets through takes longer to count than the figures of a page may be old. */
    private @Nullable Long total(String organizationId, ListQuery query) {
        Filter filter = query.filter();
        if (filter == null || filter.equals(Filter.NONE)) {
            return null;
        }
        try {
            return database.within(PATIENCE, handle -> FilterSql.count(handle, organizationId, filter));
        } catch (OutOfTime e) {
            throw Deadline.in(timeline, PATIENCE).passed();
        }
    }
}
