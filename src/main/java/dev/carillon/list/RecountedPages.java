package dev.carillon.list;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.jdbi.v3.core.Handle;

import dev.carillon.base.Timeline;
import dev.carillon.db.Database;
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
        ListPage page = sealed(organizationId, query).orElseGet(
                () -> queue.inTurn(organizationId, deadline, () -> read(organizationId, query, deadline)));
        return writer.answer(organizationId, query, page);
    }

    /** A search takes its time whatever it finds. */
    private Optional<ListPage> sealed(String organizationId, ListQuery query) {
        if (query.takesSearch()) {
            return Optional.empty();
        }
        Reading reading = Reading.sealed(organizationId, query);
        return ListSql.find(databases.pages(), reading).filter(page -> page.moment().isKnown());
    }

    private ListPage read(String organizationId, ListQuery query, Deadline deadline) {
        for (;;) {
            try {
                ListPage page = query.takesSearch()
                        ? databases.longReads().snapshot(deadline.left(),
                                handle -> searched(handle, organizationId, query, deadline))
                        : databases.longReads().within(deadline.left(),
                                handle -> ListSql.page(handle, Reading.recounted(organizationId, query)));
                if (page.moment().isKnown()) {
                    return page;
                }
            } catch (OutOfTime e) {
                throw deadline.passed();
            }
        }
    }

    /** All of one snapshot; one whose moment is not known is not worth a search. */
    private static ListPage searched(Handle handle, String organizationId, ListQuery query,
            Deadline deadline) {
        Moment moment = WholeListSql.moment(handle);
        if (!moment.isKnown()) {
            return new ListPage(List.of(), 0, moment, null, null);
        }
        Found found = SearchSql.find(handle, organizationId, query, deadline);
        Database.limit(handle, deadline.left());
        return ListSql.page(handle, Reading.recounted(organizationId, query, found)).of(moment);
    }
}
