package dev.carillon.batch;

import java.time.Instant;
import java.util.Set;
import java.util.SortedSet;

import org.jdbi.v3.core.Handle;

import dev.carillon.base.Ids;
import dev.carillon.base.Refusal;
import dev.carillon.base.Timeline;
import dev.carillon.batch.BatchSql.Draft;
import dev.carillon.db.Notifications;
import dev.carillon.event.Event;
import dev.carillon.event.EventSql;
import dev.carillon.http.Answer;
import dev.carillon.http.Endpoint;
import dev.carillon.http.Fields;
import dev.carillon.http.Request;
import dev.carillon.task.Effects;
import dev.carillon.task.KnownAgents;
import dev.carillon.task.TaskSql;
import dev.carillon.task.TrunkSql;

/** {@code POST /batch-call}: a batch call with its first tasks, whole or not at all. */
final class BatchCreate implements Endpoint {

    private static final String CREATED = "Batch call created successfully.";

    private final Effects effects;
    private final Ids ids;
    private final Timeline timeline;

    BatchCreate(Effects effects, Ids ids, Timeline timeline) {
        this.effects = effects;
        this.ids = ids;
        this.timeline = timeline;
    }

    @Override
    public Answer answer(Request request) {
        return effects.once(request, handle -> create(handle, request));
    }

    private Answer create(Handle handle, Request request) {
        Instant now = timeline.now();
        String organization = request.caller().organizationId();
        Fields body = request.body();
        boolean hasLive = TrunkSql.hasLive(handle, organization);
        NewBatch batch = NewBatch.read(body, hasLive, now);
        refuse(handle, organization, batch);
        batch.hours(OrganizationWindowSql.find(handle, organization)).refuseHopeless(body, now);
        var draft = new Draft(organization, ids.uuid(), batch, now);
        insert(handle, draft);
        String message = CREATED;
        if (batch.startsNow()) {
            Notifications.announce(handle);
            message = TrunkSql.note(hasLive, CREATED);
        }
        String id = Ids.text(Ids.BATCH_CALL, draft.publicId());
        return new Answer(201, message, ReasonsSql.changed(handle, organization, id, now)::write);
    }

    private static void insert(Handle handle, Draft draft) {
        NewBatch batch = draft.batch();
        Set<Integer> skipped = batch.duplicates().skipped(batch.tasks(), Set.of());
        long batchId = BatchSql.insert(handle, draft);
        var rows = new TaskSql.Rows(batchId, 0, batch.tasks(), skipped, batch.retry().maxAttempts());
        TaskSql.insert(handle, draft.organizationId(), rows, draft.now());
        BatchSql.insertProgress(handle, draft, rows);
        EventSql.append(handle,
                Event.ofBatch(draft.organizationId(), draft.now(), Event.Type.BATCH_CREATED, batchId,
                        batch.start().status().word()));
        BatchSql.insertLimits(handle, draft, batchId, agents(batch));
        BatchSql.count(handle, draft.organizationId());
    }

    private static SortedSet<String> agents(NewBatch batch) {
        SortedSet<String> agents = TaskSql.agents(batch.tasks());
        if (batch.agentId() != null) {
            agents.add(batch.agentId());
        }
        return agents;
    }

    /** What only the organisation's own rows can tell. */
    private static void refuse(Handle handle, String organization, NewBatch batch) {
        if (!TrunkSql.mayCallFrom(handle, organization, batch.fromNumber(), batch.sandbox())) {
            throw noCallerId(batch.sandbox());
        }
        if (!batch.sandbox()) {
            KnownAgents.check(handle, organization, batch.agentId());
            KnownAgents.check(handle, organization, batch.tasks());
        }
    }

    /** No trunk of the kind that the batch call is for takes its number. */
    static Refusal noCallerId(boolean sandbox) {
        return Refusal.invalid("from_number",
                sandbox
                        ? "is not a caller ID of the organization"
                        : "is not a caller ID of the organization on a trunk on which phones ring",
                "one of its caller IDs");
    }
}
