package dev.carillon.batch;

import dev.carillon.db.Database;
import dev.carillon.http.Answer;
import dev.carillon.http.Endpoint;
import dev.carillon.http.Request;

/** {@code GET /batch-call/{id}}: its row of the list, and its configuration. */
final class BatchRead implements Endpoint {

    private final Database database;

    BatchRead(Database database) {
        this.database = database;
    }

    @Override
    public Answer answer(Request request) {
        String organization = request.caller().organizationId();
        BatchView batch = database
                .read(handle -> BatchViewSql.find(handle, organization, request.path("id")));
        return new Answer(200, "Batch call retrieved successfully", batch::write);
    }
}
