package dev.carillon.batch;

import java.time.Duration;

import dev.carillon.base.Timeline;
import dev.carillon.db.Database;
import dev.carillon.http.Answer;
import dev.carillon.http.Endpoint;
import dev.carillon.http.Request;
import dev.carillon.task.ProgressSql;

/**
 * {@code GET /batch-call/{id}}: its row of the list, its configuration, and why its tasks wait or were
 * skipped, all of one snapshot. What takes too long to count is refused, and nobody waits for it.
 */
final class BatchRead implements Endpoint {

    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final Database database;
    private final Timeline timeline;

    BatchRead(Database database, Timeline timeline) {
        this.database = database;
        this.timeline = timeline;
    }

    @Override
    public Answer answer(Request request) {
        String organization = request.caller().organizationId();
        BatchView batch = database.snapshot(LONGEST, handle -> {
            BatchView view = BatchViewSql.find(handle, organization, request.path("id"));
            var progress = ProgressSql.find(handle, organization, request.path("id"));
            return view.with(new ReasonsSql(handle, organization, progress, timeline.now()).count());
        });
        return new Answer(200, "Batch call retrieved successfully", batch::write);
    }
}
