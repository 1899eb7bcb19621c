package dev.carillon.list;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import dev.carillon.base.Chance;
import dev.carillon.base.Ids;
import dev.carillon.base.Refusal;
import dev.carillon.base.SystemTimeline;
import dev.carillon.db.Database;
import dev.carillon.db.DatabaseAddress;
import dev.carillon.db.DatabaseAway;
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

    private static final String MANY = """
            with b as (
                insert into batch_call (organization_id, public_id, name, from_number, agent_id, status, total,
                    sandbox, max_attempts, duplicates, created_at, updated_at)
                select ?, gen_random_uuid(), 'batch ' || i, '+14157774444', 'agent_uuid-here', 'completed', 0,
                    true, 1, 'skip', timestamptz '2026-01-01Z' + i * interval '1 s',
                    timestamptz '2026-01-01Z' + i * interval '1 s'
                from generate_series(1, ?) i returning batch_id, status),
            p as (
                insert into batch_progress (batch_id, status, total, open)
                select batch_id, status, 0, 0 from b)
            update organization_counter set batch_count = batch_count + ? where organization_id = ?""";

    private static final String TASKS = """
            insert into task (batch_id, seq, to_number, status, budget, picked_up, created_at)
            select p.batch_id, i, '+1415555' || lpad(i::text, 4, '0'),
                case when i < p.completed then 'completed' else 'failed' end, 1, i < p.picked_up, now()
            from batch_progress p cross join generate_series(0, p.total - 1) i""";

    private static final String ATTEMPTS = """
            insert into attempt (batch_id, seq, no, spent, budget, phase, node_id, trunk_id, to_number,
                agent_id, opened_at, place_at, place_by, last_deadline, answered_at, ended_at, outcome)
            select t.batch_id, t.seq, 1, 1, 1, 4, 1, 1, t.to_number, 'agent_a', n.at, n.at, n.at, n.at,
                case when t.picked_up then n.at end, n.at,
                case t.status when 'completed' then 'completed' else 'abandoned' end
            from task t cross join (select now() as at) n""";

    final DatabaseAddress address;
    /** What the list reads; the rest of the house has its own. */
    final Database served;
    final Database database;
    final Keys keys;
    final String organization;
    final ServerFixture server;

    final SystemTimeline timeline = new SystemTimeline(Duration.ofSeconds(5));
    final Ids ids;
    final Credentials credentials;

    private final RandomGenerator random = Chance.seeded(1);
    private final Database longReads;
    private final KeyAuthenticator authenticator;

    ListFixture() {
        this(ListSettings.defaults(), UnaryOperator.identity());
    }

    /** @param line what lies between the list and its database */
    ListFixture(ListSettings settings, UnaryOperator<DatabaseAddress> line) {
        address = TestPostgres.database();
        database = Database.open(address, "test", 4);
        served = Database.openForPages(line.apply(address), "served", 4);
        longReads = Database.open(line.apply(address), "long reads", ListEndpoint.LONG_READS);
        authenticator = new KeyAuthenticator(database, timeline);
        ids = new Ids(new byte[16], random, timeline);
        keys = new Keys(database, timeline, Chance.secure(), ids);
        organization = keys.createOrganization();
        credentials = keys.create(organization, Scope.READ);
        server = new ServerFixture(
                ListEndpoint.routes(new ListEndpoint.Parts(served, longReads, ids, timeline), settings),
                authenticator, ListFixture::refusal);
    }

    private static Optional<Refusal> refusal(RuntimeException e) {
        return e instanceof DatabaseAway
                ? Optional.of(Refusal.retryable(Refusal.Code.UNAVAILABLE, "the database is away", 1))
                : Optional.empty();
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

    /** So many completed batches, made in one statement. */
    void addMany(String owner, int batches) {
        addMany(database, owner, batches);
    }

    static void addMany(Database database, String owner, int batches) {
        database.transaction(handle -> handle.execute(MANY, owner, batches, batches, owner));
    }

    /** Gives every batch the tasks and attempts that its figures speak of. */
    void addTasks() {
        database.transaction(handle -> handle.execute(TASKS) + handle.execute(ATTEMPTS));
    }

    HttpRequest.Builder request(String query) {
        return server.request("/batch-call/list" + query).header("X-API-KEY", credentials.key())
                .header("X-API-SECRET", credentials.secret());
    }

    HttpResponse<String> get(String query) {
        return get(credentials, query);
    }

    HttpResponse<String> get(Credentials who, String query) {
        HttpRequest.Builder request = server.request("/batch-call/list" + query);
        return server.send(request.header("X-API-KEY", who.key()).header("X-API-SECRET", who.secret()));
    }

    HttpResponse<String> post(String body) {
        HttpRequest.Builder request = server.request("/batch-call/list")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return server.send(request.header("X-API-KEY", credentials.key()).header("X-API-SECRET",
                credentials.secret()));
    }

    JsonNode data(String query) {
        return ServerFixture.json(get(query)).get("data");
    }

    @Override
    public void close() {
        server.close();
        authenticator.close();
        timeline.close();
        longReads.close();
        served.close();
        database.close();
    }
}
