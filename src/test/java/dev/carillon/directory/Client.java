package dev.carillon.directory;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import tools.jackson.databind.JsonNode;

import dev.carillon.contract.RunningServer;
import dev.carillon.http.ServerFixture;

/** Asks a whole server; single quotes in bodies stand for double ones. */
record Client(RunningServer server) {

    /** An answer. */
    record Reply(int status, JsonNode json) {

        JsonNode data() {
            if (status / 100 != 2) {
                throw new AssertionError(json.toString());
            }
            return json.get("data");
        }

        String field(String name) {
            return data().get(name).asString();
        }

        String error() {
            return json.get("error").asString();
        }
    }

    Reply ask(String method, String path, String body) {
        return sent(built(method, path, body));
    }

    Reply once(String key, String path, String body) {
        return sent(built("POST", path, body).header("Idempotency-Key", key));
    }

    Reply get(String path) {
        return ask("GET", path, "");
    }

    Reply post(String path, String body) {
        return ask("POST", path, body);
    }

    Reply patch(String path, String body) {
        return ask("PATCH", path, body);
    }

    Reply delete(String path) {
        return ask("DELETE", path, "");
    }

    /** One value from the database; null as "null". */
    String value(String sql) {
        return server.database()
                .read(handle -> String.valueOf(handle.createQuery(sql).mapTo(String.class).one()));
    }

    /** The path of the first trunk. */
    String trunk() {
        return "/api/trunks/" + get("/api/trunks").data().get("trunks").get(0).get("trunk_id").asString();
    }

    private HttpRequest.Builder built(String method, String path, String body) {
        return server.request(path).method(method,
                body.isEmpty()
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')));
    }

    private Reply sent(HttpRequest.Builder request) {
        HttpResponse<String> response = server.send(request);
        return new Reply(response.statusCode(), ServerFixture.JSON.readTree(response.body()));
    }
}
