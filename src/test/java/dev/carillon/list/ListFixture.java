package dev.carillon.list;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import dev.carillon.base.Chance;
import dev.carillon.base.Ids;
import dev.carillon.base.SystemTimeline;
import dev.carillon.db.Database;
import dev.carillon.db.TestPostgres;
import dev.carillon.http.Scope;
import dev.carillon.http.ServerFixture;
import dev.carillon.organization.Credentials;
import dev.carillon.organization.KeyAuthenticator;
import dev.carillon.organization.Keys;

/** A server with the list and one organisation, on a database of its own; batches are written as rows. */
final class ListFixture implements AutoCloseable {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final String BATCH =
            """
            with b as (
                insert into batch_call (organization_id, public_id, name, from_number, agent_id, status,
                    reason, total, sandbox, scheduled_at, max_attempts, duplicates, created_at, updated_at)
                values (:organization_id, :public_id, :name, '+14157774444', :agent_id, :status,
                    case :status when 'paused' then 'by_user' end, :total, true, :scheduled_at, 1, 'skip',
                    :created_at, :updated_at) returning batch_id, status, total),
            p as (
                insert into batch_progress (batch_id, status, total, next_seq, open, sent, picked_up,
                    completed, failed)
                select batch_id, status, total, total, 0, total, total * 3 / 4, total * 2 / 3,
                    total - total * 2 / 3 from b)
            update organization_counter set batch_count = batch_count + 1
            where organization_id = :organization_id""";

    final Database database = Database.open(TestPostgres.database(), "test", 4);
    final Keys keys;
    final String organization;
    final ServerFixture server;

    private final RandomGenerator random = Chance.seeded(1);
    private final SystemTimeline timeline = new SystemTimeline(Duration.ofSeconds(5));
    private final KeyAuthenticator authenticator = new KeyAuthenticator(database, timeline);
    private final Credentials credentials;

    ListFixture() {
        keys = new Keys(database, timeline, Chance.secure(), new Ids(new byte[16], random, timeline));
        organization = keys.createOrganization();
        credentials = keys.create(organization, Scope.READ);
        server = new ServerFixture(ListEndpoint.routes(database), authenticator, e -> Optional.empty());
    }

    /** What a test wants to see in a row. */
    record Batch(@Nullable String name, String status, int total, @Nullable Instant scheduledAt,
            Instant createdAt,
            Instant updatedAt) {

        static Batch named(String name) {
            return new Batch(name, "completed", 100, null, START, START);
        }
    }

    String add(Batch batch) {
        return add(organization, batch);
    }

    String add(String owner, Batch batch) {
        var id = new UUID(random.nextLong(), random.nextLong());
        database.transaction(handle -> handle.createUpdate(BATCH).bind("organization_id", owner)
                .bind("public_id", id)
                .bind("name", batch.name()).bind("agent_id", "agent_uuid-here").bind("status", batch.status())
                .bind("total", batch.total()).bind("scheduled_at", batch.scheduledAt())
                .bind("created_at", batch.createdAt()).bind("updated_at", batch.updatedAt()).execute());
        return Ids.text(Ids.BATCH_CALL, id);
    }

    HttpResponse<String> get(String query) {
        return get(credentials, query);
    }

    HttpResponse<String> get(Credentials who, String query) {
        HttpRequest.Builder request = server.request("/batch-call/list" + query);
        return server.send(request.header("X-API-KEY", who.key()).header("X-API-SECRET", who.secret()));
    }

    JsonNode data(String query) {
        return ServerFixture.json(get(query)).get("data");
    }

    @Override
    public void close() {
        server.close();
        authenticator.close();
        timeline.close();
        database.close();
    }
}
