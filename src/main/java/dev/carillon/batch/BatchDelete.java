package dev.carillon.batch;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

import org.jdbi.v3.core.Handle;

import dev.carillon.base.Refusal;
import dev.carillon.base.Refusal.Code;
import dev.carillon.base.Timeline;
import dev.carillon.call.BatchStatus;
import dev.carillon.http.Answer;
import dev.carillon.http.Endpoint;
import dev.carillon.http.Request;
import dev.carillon.task.Effects;
import dev.carillon.task.ProgressSql;
import dev.carillon.task.ProgressSql.Progress;

/**
 * {@code DELETE /batch-call/{id}}: a batch call that nobody dials is gone for every reader at once, whatever
 * the number of its tasks; they are removed later, in steps, by upkeep.
 */
final class BatchDelete implements Endpoint {

    private static final Set<BatchStatus> FROM = EnumSet.of(BatchStatus.DRAFT, BatchStatus.COMPLETED,
            BatchStatus.FAILED, BatchStatus.CANCELLED);

    private final Effects effects;
    private final Timeline timeline;

    BatchDelete(Effects effects, Timeline timeline) {
        this.effects = effects;
        this.timeline = timeline;
    }

    @Override
    public Answer answer(Request request) {
        return effects.once(request, handle -> delete(handle, request));
    }

    private Answer delete(Handle handle, Request request) {
        String organization = request.caller().organizationId();
        Progress batch = ProgressSql.lock(handle, organization, request.path("id"));
        if (!FROM.contains(batch.status())) {
            throw Refusal.of(Code.INVALID, "Cannot delete batch call with status " + batch.status().word()
                    + "; allowed: " + FROM.stream().map(BatchStatus::word).collect(Collectors.joining(", ")));
        }
        if (batch.calling() > 0) {
            throw Refusal.retryable(Code.CONFLICT, "Cannot delete batch call with live calls: "
                    + batch.calling() + " are not over yet; allowed: when they are", 1);
        }
        DeleteSql.delete(handle, organization, batch.batchId(), timeline.now());
        return new Answer(200, "Batch call deleted successfully.", null);
    }
}
