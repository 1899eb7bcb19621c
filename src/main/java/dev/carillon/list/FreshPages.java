package dev.carillon.list;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Refusal;
import dev.carillon.base.Timeline;
import dev.carillon.db.OutOfTime;
import dev.carillon.http.Answer;

/**
 * The mode {@code fast}: kept counters, of one snapshot. An answer that got too old on its way here is asked
 * for again, and refused when that does not help (law: Freshness). What takes a search is searched for first,
 * and then read: the figures are of the reading. Thread-safe.
 */
final class FreshPages {

    /** What the mode promises is 250 ms to the first byte; the rest is for the way there. */
    static final Duration OLDEST = Duration.ofMillis(200);

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Databases databases;
    private final RecountQueue searches = new RecountQueue();
    private final ListWriter writer;
    private final Timeline timeline;

    FreshPages(Databases databases, ListWriter writer, Timeline timeline) {
        this.databases = databases;
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

    /** An answer that is not older than this when it is handed over. */
    Fresh page(String organizationId, ListQuery query, Duration oldest) {
        return page(organizationId, query, oldest, null);
    }

    /**
     * The same for whom has a page: 304 without a body when it is as it was.
     *
     * @param known the mark of the page that the client has; null: it has none
     */
    Fresh page(String organizationId, ListQuery query, Duration oldest, @Nullable Long known) {
        Deadline deadline = Deadline.in(timeline, PATIENCE);
        Reading reading = query.takesSearch()
                ? Reading.kept(organizationId, query, search(organizationId, query, deadline))
                : Reading.kept(organizationId, query);
        do {
            Fresh fresh = known == null ? null : unchanged(reading, known, oldest);
            fresh = fresh != null ? fresh : whole(reading, oldest);
            if (fresh != null) {
                return fresh;
            }
        } while (!deadline.isPassed());
        throw tooSlow();
    }

    /** Null when the page has another mark, or this took too long to be told. */
    private @Nullable Fresh unchanged(Reading reading, long known, Duration oldest) {
        ListSql.Timed<ListSql.Marked> marked = ListSql.mark(databases.pages(), reading, timeline);
        if (marked.read().mark() != known) {
            return null;
        }
        Answer answer = writer.unchanged(reading.query(), marked.read());
        return fresh(answer, marked.read().moment(), marked.sentAt(), oldest);
    }

    /** Null when this took too long. */
    private @Nullable Fresh whole(Reading reading, Duration oldest) {
        ListSql.Timed<ListPage> page = ListSql.page(databases.pages(), reading, timeline);
        Answer answer = writer.answer(reading.organizationId(), reading.query(), page.read());
        return fresh(answer, page.read().moment(), page.sentAt(), oldest);
    }

    private @Nullable Fresh fresh(Answer answer, Moment moment, long sentAt, Duration oldest) {
        return moment.isKnown() && timeline.nanos() - sentAt <= oldest.toNanos()
                ? new Fresh(answer, sentAt)
                : null;
    }

    /** Apart from the pages, so that whoever searches makes only searches wait. */
    private Found search(String organizationId, ListQuery query, Deadline deadline) {
        try {
            return searches.inTurn(organizationId, deadline, () -> databases.longReads()
                    .within(deadline.left(),
                            handle -> SearchSql.find(handle, organizationId, query, deadline)));
        } catch (OutOfTime e) {
            throw deadline.passed();
        }
    }

    static Refusal tooSlow() {
        return Refusal.retryable(Refusal.Code.UNAVAILABLE,
                "the database is too slow at this moment for an answer as fresh as promised", 1);
    }
}
