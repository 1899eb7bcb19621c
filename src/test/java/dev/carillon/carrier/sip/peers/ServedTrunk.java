package dev.carillon.carrier.sip.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.carillon.contract.RunningServer;

/** A server with one SIP trunk and one agent, both played by the test, at any hour. */
final class ServedTrunk implements AutoCloseable {

    static final String AGENT = "agent_one";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient client = HttpClient.newHttpClient();
    private final RunningServer server;
    private final String id;

    /** @param settings of the trunk, beside its address; with a comma before, in single quotes */
    ServedTrunk(Map<String, String> environment, Sipp carrier, Sipp agent, String settings) {
        this.server = new RunningServer(environment);
        ask("PATCH", "/api/organization", "{'calling_window': {'enabled': false}}");
        ask("POST", "/api/agents", "{'agent_id': '" + AGENT + "', 'name': 'One', 'sip': {'uri':"
                + " 'sip:voice@127.0.0.1:" + agent.hop().port() + "'}}");
        this.id = ask("POST", "/api/trunks", "{'kind': 'sip', 'name': 'Real', 'settings': {'addresses':"
                + " [{'host': '127.0.0.1', 'port': " + carrier.hop().port() + "}], 'keep_alive_seconds': 0"
                + settings + "}}").path("trunk_id").asString();
    }

    /** As it is called. */
    String id() {
        return id;
    }

    /** Dials one number from another. */
    void dial(String from, String to) {
        ask("POST", "/api/caller-ids", "{'number': '" + from + "', 'trunks': ['" + id + "']}");
        ask("POST", "/batch-call", "{'from_number': '" + from + "', 'agent_id': '" + AGENT
                + "', 'tasks': [{'to_number': '" + to + "'}]}");
    }

    /** One value from the database; null as "null". */
    String value(String sql) {
        return server.database()
                .read(handle -> String.valueOf(handle.createQuery(sql).mapTo(String.class).one()));
    }

    private JsonNode ask(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.address() + path))
                .header("X-API-KEY", RunningServer.KEY).header("X-API-SECRET", RunningServer.SECRET)
                .method(method, BodyPublishers.ofString(body.replace('\'', '"'))).build();
        try {
            var answer = client.send(request, BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new AssertionError(path + ": " + answer.body());
            }
            return JSON.readTree(answer.body()).path("data");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        server.close();
        client.close();
    }
}
