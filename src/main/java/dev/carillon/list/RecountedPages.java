package dev.carillon.list;

import java.time.Duration;
import java.util.Optional;

import dev.carillon.base.Timeline;
import dev.carillon.db.OutOfTime;
import dev.carillon.http.Answer;

/**
 * The mode {@code accurate}: figures recounted from the tasks, or sealed when their batch ended, of one
 * snapshot; within 5 s, the wait for its turn included, or not at all. A page of ended batches waits for
 * nobody: there is nothing to count. Thread-safe.
 */
final class RecountedPages {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Databases databases;
    private final RecountQueue queue;
    private final ListWriter writer;
    private final Timeline timeline;

    RecountedPages(Databases databases, RecountQueue queue, ListWriter writer, Timeline timeline) {
        this.databases = databases;
        this.queue = queue;
        this.writer = writer;
        this.timeline = timeline;
    }

    Answer page(String organizationId, ListQuery query) {
        Deadline deadline = Deadline.in(timeline, PATIENCE);
        ListPage page = sealed(organizationId, query).orElseGet(() -> {
            Reading reading = Reading.recounted(organizationId, query);
            return queue.inTurn(organizationId, deadline, () -> read(reading, deadline));
        });
        return writer.answer(organizationId, query, page);
    }

    /** A search takes its time whatever it finds. */
    private Optional<ListPage> sealed(String organizationId, ListQuery query) {
        if (query.takesSearch()) {
            return Optional.empty();
        }
        Reading reading = Reading.sealed(organizationId, query);
        return databases.pages().read(handle -> ListSql.find(handle, reading))
                .filter(page -> page.moment().isKnown());
    }

    private ListPage read(Reading reading, Deadline deadline) {
        for (;;) {
            try {
                ListPage page =
                        databases.longReads().within(deadline.left(),
                                handle -> ListSql.page(handle, reading));
                if (page.moment().isKnown()) {
                    return page;
                }
            } catch (OutOfTime e) {
                throw deadline.passed();
            }
        }
    }
}
