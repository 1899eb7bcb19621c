package dev.carillon.contract;

import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Optional;

import tools.jackson.databind.JsonNode;

import dev.carillon.http.Exchange;
import dev.carillon.http.ServerFixture;

/** An answer of the whole server. */
public record Reply(Exchange exchange, HttpHeaders headers) {

    int status() {
        return exchange.told().status();
    }

    String text() {
        return exchange.told().body();
    }

    JsonNode json() {
        return ServerFixture.JSON.readTree(text());
    }

    JsonNode data() {
        return json().get("data");
    }

    String error() {
        return json().get("error").asString();
    }

    /** The text of a field of the data. */
    String field(String name) {
        return data().get(name).asString();
    }

    Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /** The names of an object's fields, in their order. */
    static List<String> names(JsonNode object) {
        return List.copyOf(object.propertyNames());
    }
}
