package dev.carillon.event;

import java.util.List;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Writes events; the transaction is the one of the fact. */
public final class EventSql {

    private static final String APPEND = """
            insert into event (organization_id, at, type, batch_id, seq, no, word)
            values (:organization_id, :at, :type, :batch_id, :seq, :no, :word)""";

    private EventSql() {
    }

    /** Appends one event. */
    public static void append(Handle handle, Event event) {
        append(handle, List.of(event));
    }

    /** Appends the events in their order, in one round trip. */
    public static void append(Handle handle, List<Event> events) {
        if (events.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch(APPEND);
        for (Event e : events) {
            batch.bind("organization_id", e.organizationId()).bind("at", e.at()).bind("type", e.type().word())
                    .bind("batch_id", e.batchId()).bind("seq", e.seq()).bind("no", e.no())
                    .bind("word", e.word()).add();
        }
        batch.execute();
    }
}
