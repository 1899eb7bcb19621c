package dev.carillon.list;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import tools.jackson.core.JsonGenerator;

import dev.carillon.base.Refusal;
import dev.carillon.base.Timeline;
import dev.carillon.db.Database;
import dev.carillon.db.OutOfTime;
import dev.carillon.http.Answer;

/**
 * The whole list in one answer, whatever its length, in constant memory: rows are written while they come,
 * all of one snapshot taken at the start. Two at a time on this node. What cannot be finished is broken off.
 * Thread-safe.
 */
final class WholeLists {

    private static final int AT_A_TIME = 2;
    private static final int TRIES = 8;
    private static final Duration WAIT = Duration.ofSeconds(1);
    private static final Duration RECOUNT_PATIENCE = Duration.ofSeconds(60);
    /** A client that reads slower than this keeps the server from cleaning up behind its snapshot. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** Longer than a recount of many tasks, shorter than anybody should hold a place without reading. */
    private static final Duration STALLED = Duration.ofSeconds(30);
    /** How many rows are written between two looks at the clock. */
    private static final int BETWEEN_LOOKS = 100;

    private final Database database;
    private final RecountQueue queue;
    private final ListWriter writer;
    private final Timeline timeline;
    private final Semaphore streams = new Semaphore(AT_A_TIME, true);

    WholeLists(Database database, RecountQueue queue, ListWriter writer, Timeline timeline) {
        this.database = database;
        this.queue = queue;
        this.writer = writer;
        this.timeline = timeline;
    }

    Answer answer(String organizationId, ListQuery query) {
        boolean recounted = query.mode() == Mode.ACCURATE;
        Reading reading = recounted
                ? Reading.recounted(organizationId, query)
                : Reading.kept(organizationId, query);
        return Answer.streamed(ListWriter.MESSAGE, json -> {
            Deadline deadline = Deadline.in(timeline, recounted ? RECOUNT_PATIENCE : PATIENCE);
            try {
                if (recounted) {
                    // First the turn, so that who waits for it holds no place of those who need none.
                    queue.inTurn(organizationId, deadline, () -> inPlace(json, reading, deadline));
                } else {
                    inPlace(json, reading, deadline);
                }
            } catch (OutOfTime e) {
                throw deadline.passed();
            }
        });
    }

    private boolean inPlace(JsonGenerator json, Reading reading, Deadline deadline) {
        begin();
        try {
            return write(json, reading, deadline);
        } finally {
            streams.release();
        }
    }

    private void begin() {
        try {
            if (streams.tryAcquire(WAIT.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw Refusal.retryable(Refusal.Code.TOO_MANY, "two whole lists are being sent already", 1);
    }

    /** Nothing was written while the moment of the snapshot is not known, so that it can be taken again. */
    private boolean write(JsonGenerator json, Reading reading, Deadline deadline) {
        for (int i = 0; i < TRIES; i++) {
            var rows = new Rows(json, reading, deadline, timeline.nanos());
            try (var _ = Stall.watch(timeline, STALLED, rows::count)) {
                Moment moment = database.snapshot(deadline.left(), handle -> {
                    Moment taken = WholeListSql.moment(handle);
                    if (taken.isKnown()) {
                        WholeListSql.rows(handle, reading, rows::add);
                    }
                    return taken;
                });
                if (moment.isKnown()) {
                    rows.end(moment);
                    return true;
                }
            }
        }
        throw FreshPages.tooSlow();
    }

    /**
     * The rows of one answer on their way. The first are held back until they fill the buffers before the
     * socket (16 kB of the stream that begins late, as many again that the web server keeps until it knows
     * whether more comes, and the writer's own), so that the age of the answer is looked at right before its
     * first byte. A row is 300 bytes.
     */
    private final class Rows {

        private static final int HELD_BACK = 400;

        private final JsonGenerator json;
        private final Reading reading;
        private final Deadline deadline;
        private final long sentAt;
        private final List<BatchRow> held = new ArrayList<>(HELD_BACK);
        private volatile long count;

        Rows(JsonGenerator json, Reading reading, Deadline deadline, long sentAt) {
            this.json = json;
            this.reading = reading;
            this.deadline = deadline;
            this.sentAt = sentAt;
        }

        long count() {
            return count;
        }

        void add(BatchRow row) {
            long before = count;
            count = before + 1;
            if (before % BETWEEN_LOOKS == 0) {
                deadline.keep();
            }
            if (before >= HELD_BACK) {
                writer.write(json, row);
                return;
            }
            held.add(row);
            if (before + 1 == HELD_BACK) {
                begin();
            }
        }

        private void begin() {
            if (reading.source() == Source.KEPT && timeline.nanos() - sentAt > FreshPages.OLDEST.toNanos()) {
                throw FreshPages.tooSlow();
            }
            writer.begin(json, reading.organizationId());
            held.forEach(row -> writer.write(json, row));
        }

        void end(Moment moment) {
            if (count < HELD_BACK) {
                begin();
            }
            writer.end(json, new ListWriter.Rest(reading.query(), Pagination.whole(count), count,
                    moment.asOf(), null));
        }
    }
}
