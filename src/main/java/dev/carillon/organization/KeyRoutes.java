package dev.carillon.organization;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import tools.jackson.core.JsonGenerator;

import dev.carillon.base.Timeline;
import dev.carillon.db.Database;
import dev.carillon.db.Idempotency;
import dev.carillon.http.Answer;
import dev.carillon.http.Fields;
import dev.carillon.http.Paging;
import dev.carillon.http.Request;
import dev.carillon.http.Route;
import dev.carillon.http.Scope;

/**
 * {@code /api/keys}: an organisation's keys are listed, made, read, changed and revoked by its keys of scope
 * admin. A secret is in the answer that made it and in no other, so that answer is not kept for an
 * {@code Idempotency-Key}: a second request with the same one is refused.
 */
public final class KeyRoutes {

    private static final String PATH = "/api/keys";
    private static final String ONE = PATH + "/{id}";

    private final Database database;
    private final Keys keys;
    private final KeyControl control;
    private final Idempotency idempotency;

    private KeyRoutes(Database database, Keys keys, Timeline timeline) {
        this.database = database;
        this.keys = keys;
        this.control = new KeyControl(database, timeline);
        this.idempotency = new Idempotency(timeline);
    }

    public static List<Route> of(Database database, Keys keys, Timeline timeline) {
        var routes = new KeyRoutes(database, keys, timeline);
        return List.of(
                new Route("GET", PATH, Scope.ADMIN, routes::list),
                new Route("POST", PATH, Scope.ADMIN, routes::create),
                new Route("GET", ONE, Scope.ADMIN, routes::read),
                new Route("PATCH", ONE, Scope.ADMIN, routes::change),
                new Route("DELETE", ONE, Scope.ADMIN, routes::revoke));
    }

    private Answer list(Request request) {
        Paging paging = Paging.read(request.query());
        String organization = organization(request);
        return database.snapshot(handle -> {
            List<ApiKey> page = ApiKeySql.page(handle, organization, paging);
            long total = ApiKeySql.count(handle, organization);
            return new Answer(200, "API keys retrieved successfully", json -> {
                write(json, page);
                paging.write(json, total);
                json.writeNumberProperty("returned_count", page.size());
            });
        });
    }

    private static void write(JsonGenerator json, List<ApiKey> page) {
        json.writeArrayPropertyStart("keys");
        for (ApiKey key : page) {
            json.writeStartObject();
            key.write(json);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private Answer create(Request request) {
        Optional<String> once = request.idempotencyKey();
        Fields body = request.bodyOrEmpty();
        var wanted = new ApiKey.Wanted(organization(request), scope(body).orElse(Scope.OPERATE),
                name(body).orElse(null));
        ApiKey.Made made = database.transaction(handle -> {
            once.ifPresent(key -> idempotency.onlyOnce(handle, wanted.organizationId(), key));
            return keys.make(handle, wanted);
        });
        return new Answer(201, "API key created successfully; its secret is shown only now",
                json -> made.key().write(json, made.secret())).with("Cache-Control", "no-store");
    }

    private Answer read(Request request) {
        UUID id = KeyControl.id(request.path("id"));
        ApiKey key = database.read(handle -> ApiKeySql.find(handle, organization(request), id))
                .orElseThrow(KeyControl.unknown());
        return new Answer(200, "API key retrieved successfully", key::write);
    }

    private Answer change(Request request) {
        Fields body = request.body();
        var change = new KeyControl.Change(scope(body), body.has("name"), name(body).orElse(null));
        ApiKey key = control.change(organization(request), request.path("id"), change);
        return new Answer(200, "API key changed successfully", key::write);
    }

    private Answer revoke(Request request) {
        control.revoke(organization(request), request.path("id"));
        return new Answer(200, "API key revoked successfully", null);
    }

    private static String organization(Request request) {
        return request.caller().organizationId();
    }

    private static Optional<Scope> scope(Fields body) {
        return body.word("scope", Scope.words()).flatMap(Scope::of);
    }

    private static Optional<String> name(Fields body) {
        return body.text("name", 1, ApiKey.LONGEST_NAME);
    }
}
