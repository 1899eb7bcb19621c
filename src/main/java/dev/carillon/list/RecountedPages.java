package dev.carillon.list;

import java.time.Duration;

import dev.carillon.base.Timeline;
import dev.carillon.db.Database;
import dev.carillon.db.OutOfTime;
import dev.carillon.http.Answer;

/**
 * The mode {@code accurate}: figures recounted from the tasks, or sealed when their batch ended, of one
 * snapshot; within 5 s, the wait for its turn included, or not at all. Thread-safe.
 */
final class RecountedPages {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Database database;
    private final RecountQueue queue;
    private final ListWriter writer;
    private final Timeline timeline;

    RecountedPages(Database database, RecountQueue queue, ListWriter writer, Timeline timeline) {
        this.database = database;
        this.queue = queue;
        this.writer = writer;
        this.timeline = timeline;
    }

    Answer page(String organizationId, ListQuery query) {
        Deadline deadline = Deadline.in(timeline, PATIENCE);
        Reading reading = Reading.recounted(organizationId, query);
        ListPage page = queue.inTurn(organizationId, deadline, () -> read(reading, deadline));
        return writer.answer(organizationId, query, page);
    }

    private ListPage read(Reading reading, Deadline deadline) {
        for (;;) {
            try {
                ListPage page =
                        database.within(deadline.left(), handle -> ListSql.page(handle, reading));
                if (page.moment().isKnown()) {
                    return page;
                }
            } catch (OutOfTime e) {
                throw deadline.passed();
            }
        }
    }
}
