package dev.carillon;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.carillon.base.Chance;
import dev.carillon.base.Ids;
import dev.carillon.base.Timeline;
import dev.carillon.base.VirtualTimeline;
import dev.carillon.config.Config;
import dev.carillon.config.Given;
import dev.carillon.db.Database;
import dev.carillon.db.TestPostgres;
import dev.carillon.http.HttpServer;
import dev.carillon.http.RateLimit;
import dev.carillon.http.Route;
import dev.carillon.http.Scope;
import dev.carillon.http.ServerFixture;
import dev.carillon.list.ListEndpoint;
import dev.carillon.organization.Credentials;
import dev.carillon.organization.KeyAuthenticator;
import dev.carillon.organization.Keys;

/**
 * All routes of the product with real keys, on a database of its own; nothing dials and time stands still.
 */
final class WholeServer implements AutoCloseable {

    private static final String TABLES = """
            select table_name from information_schema.tables
            where table_schema = 'public' and table_type = 'BASE TABLE' order by 1""";

    final VirtualTimeline timeline = new VirtualTimeline(Instant.parse("2026-03-01T10:00:00Z"));
    final Database database = Database.open(TestPostgres.database(), "test", 8);
    final Ids ids = new Ids(new byte[16], Chance.secure(), timeline);
    final List<Route> routes = new Wiring(
            Config.of(new Given(null, Map.of("CARILLON_DATA_DIR", "target/whole-server"), Map.of())),
            Parts.real(), line -> {
            }).routes(database, new ListEndpoint.Parts(database, database, ids, timeline));

    private final Keys keys = new Keys(database, timeline, Chance.secure(), ids);
    private final KeyAuthenticator authenticator = new KeyAuthenticator(database, timeline);
    private final ServerFixture server;

    WholeServer() {
        this(_ -> RateLimit.none());
    }

    /** @param limit for each key, by this server's time */
    WholeServer(Function<Timeline, RateLimit> limit) {
        server = new ServerFixture(new HttpServer.House(routes, authenticator, e -> Optional.empty())
                .limitedBy(limit.apply(timeline)));
    }

    /** An organisation with a key of each scope. */
    record Member(String organizationId, Map<Scope, Credentials> keys) {

        Credentials key(Scope scope) {
            return keys.getOrDefault(scope, new Credentials("", ""));
        }
    }

    /** One request, still to be sent. */
    record Ask(String method, String path, String body) {
    }

    Member member() {
        String id = keys.createOrganization();
        var made = new EnumMap<Scope, Credentials>(Scope.class);
        for (Scope scope : Scope.values()) {
            made.put(scope, keys.create(id, scope));
        }
        return new Member(id, made);
    }

    static String name(Route route) {
        return route.method() + " " + route.path();
    }

    HttpRequest.Builder request(Ask ask) {
        return server.request(ask.path()).method(ask.method(),
                HttpRequest.BodyPublishers.ofString(ask.body().replace('\'', '"')));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        return server.send(request);
    }

    HttpResponse<String> send(Credentials who, Ask ask) {
        return send(as(who, request(ask)));
    }

    static HttpRequest.Builder as(Credentials who, HttpRequest.Builder request) {
        return request.header("X-API-KEY", who.key()).header("X-API-SECRET", who.secret());
    }

    /** The field of the data of a success. */
    static String field(HttpResponse<String> response, String name) {
        if (response.statusCode() / 100 != 2) {
            throw new AssertionError(response.body());
        }
        return ServerFixture.json(response).get("data").get(name).stringValue();
    }

    /** Every row of every table, folded. */
    Map<String, String> contents() {
        return database.snapshot(handle -> handle.select(TABLES).mapTo(String.class).list().stream()
                .collect(Collectors.toMap(table -> table, table -> handle
                        .select("select coalesce(md5(string_agg(t::text, ' ' order by t::text)), '') from "
                                + table + " t")
                        .mapTo(String.class).one())));
    }

    @Override
    public void close() {
        server.close();
        authenticator.close();
        database.close();
    }
}
