package dev.carillon.batch;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import tools.jackson.databind.JsonNode;

import dev.carillon.base.Chance;
import dev.carillon.base.Ids;
import dev.carillon.base.VirtualTimeline;
import dev.carillon.callback.CallRoutes;
import dev.carillon.db.Database;
import dev.carillon.db.Idempotency;
import dev.carillon.db.TestPostgres;
import dev.carillon.directory.DoNotCallSql;
import dev.carillon.http.Caller;
import dev.carillon.http.Route;
import dev.carillon.http.Scope;
import dev.carillon.http.ServerFixture;
import dev.carillon.task.Effects;
import dev.carillon.task.TaskRoutes;

/**
 * A database of its own with two organisations, each with a sandbox trunk, and a server that answers the
 * calls about batches and tasks. The key is the organisation's id.
 */
public final class ApiHouse implements AutoCloseable {

    public static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    public static final String ONE = "one00000000000000000";
    public static final String TWO = "two00000000000000000";

    public final VirtualTimeline timeline = new VirtualTimeline(START);
    public final Database database = Database.open(TestPostgres.database(), "test", 8);
    public final Ids ids = new Ids(new byte[16], Chance.secure(), timeline);
    private final ServerFixture server;

    public ApiHouse() {
        List.of(ONE, TWO).forEach(this::organization);
        var effects = new Effects(database, new Idempotency(timeline));
        var routes = new ArrayList<Route>(BatchRoutes.of(database, effects, ids, timeline));
        routes.addAll(TaskRoutes.of(database, effects, ids, timeline));
        routes.addAll(CallRoutes.of(new CallRoutes.Parts(database, ids, timeline, effects::once,
                DoNotCallSql::add)));
        server = new ServerFixture(routes, (key, secret) -> new Caller(key, Scope.OPERATE),
                thrown -> Optional.empty());
    }

    /** An answer: its status, its text, and its tree. */
    public record Reply(int status, String text) {

        public JsonNode json() {
            return ServerFixture.JSON.readTree(text);
        }

        public JsonNode data() {
            return json().get("data");
        }

        public String error() {
            return json().get("error").asString();
        }

        public String message() {
            return json().get("message").asString();
        }

        /** The text of a field of the data; null as "null". */
        public String field(String name) {
            return data().get(name).asString();
        }
    }

    /** One request, still to be sent. */
    public final class Ask {

        private final HttpRequest.Builder builder;

        private Ask(String method, String path, String body) {
            builder = server.request(path).method(method, HttpRequest.BodyPublishers.ofString(body));
        }

        public Ask once(String idempotencyKey) {
            builder.header("Idempotency-Key", idempotencyKey);
            return this;
        }

        public Reply as(String organization) {
            return send(builder.headers("X-API-KEY", organization, "X-API-SECRET", "secret"));
        }

        /** Without a key, with this as Authorization. */
        public Reply authorized(String authorization) {
            return send(builder.header("Authorization", authorization));
        }

        private Reply send(HttpRequest.Builder request) {
            HttpResponse<String> response = server.send(request);
            return new Reply(response.statusCode(), response.body());
        }
    }

    public Ask asking(String method, String path, String body) {
        return new Ask(method, path, body);
    }

    public Reply get(String path) {
        return asking("GET", path, "").as(ONE);
    }

    public Reply post(String path, String body) {
        return asking("POST", path, body).as(ONE);
    }

    public Reply patch(String batchCallId, String body) {
        return asking("PATCH", "/batch-call/" + batchCallId, body.replace('\'', '"')).as(ONE);
    }

    public Reply delete(String batchCallId) {
        return asking("DELETE", "/batch-call/" + batchCallId, "").as(ONE);
    }

    /** Creates a batch that must be taken, and gives its id. */
    public String create(String body) {
        Reply reply = post("/batch-call", body);
        if (reply.status() != 201) {
            throw new AssertionError(reply.text());
        }
        return reply.field("batch_call_id");
    }

    /** One value from the database; null as "null". */
    public String value(String sql) {
        return database.read(handle -> String.valueOf(handle.createQuery(sql).mapTo(String.class).one()));
    }

    public int execute(String sql) {
        return database.transaction(handle -> handle.execute(sql));
    }

    /** The rows of every table that a request may write. */
    public String rowCounts() {
        return value(
                """
                select concat_ws(' ', (select count(*) from batch_call),
                    (select count(*) from batch_progress),
                    (select count(*) from task), (select count(*) from usage), (select count(*) from event),
                    (select count(*) from idempotency), (select count(*) from deferred_end),
                    (select count(*) from batch_edit), (select count(*) from removed_batch),
                    (select sum(batch_count) from organization_counter),
                    (select sum(total) from batch_progress))""");
    }

    /** The key of a batch inside. */
    public static String key(String batchCallId) {
        return "(select batch_id from batch_call where public_id = '"
                + batchCallId.substring(Ids.BATCH_CALL.length()) + "')";
    }

    private void organization(String id) {
        database.transaction(handle -> handle.execute("""
                insert into organization values (?, ?);
                insert into organization_counter values (?);
                insert into usage (organization_id, scope, id, free_at) values (?, 30, ?, ?);""",
                id, START, id, id, id, START));
        database.transaction(handle -> handle.execute(
                """
                with made as (insert into trunk (organization_id, public_id, kind, name, created_at)
                    values (?, gen_random_uuid(), 'sandbox', 'sandbox', ?) returning trunk_id)
                insert into caller_id (organization_id, number, trunk_id)
                select ?, '*', trunk_id from made""",
                id, START, id));
    }

    @Override
    public void close() {
        server.close();
        database.close();
    }
}
