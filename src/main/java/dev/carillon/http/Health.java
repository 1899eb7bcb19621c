package dev.carillon.http;

import java.util.List;

import tools.jackson.core.JsonGenerator;

/** What operators and their machines ask, without a key: is it alive, and may it be sent work. */
public final class Health {

    private final List<Readiness> conditions;

    private Health(List<Readiness> conditions) {
        this.conditions = List.copyOf(conditions);
    }

    /**
     * {@code /health/live}: 200 as long as it can answer. {@code /health/ready}: 200, or 503 with every
     * reason.
     */
    public static List<Route> routes(List<Readiness> conditions) {
        var health = new Health(conditions);
        return List.of(Route.open("GET", "/health/live", request -> new Answer(200, "Live", null)),
                Route.open("GET", "/health/ready", request -> health.ready()));
    }

    private Answer ready() {
        List<String> reasons = conditions.stream().flatMap(c -> c.reason().stream()).toList();
        if (reasons.isEmpty()) {
            return new Answer(200, "Ready", json -> write(json, reasons));
        }
        return Answer.error(503, "Not ready", String.join("; ", reasons), json -> write(json, reasons));
    }

    private static void write(JsonGenerator json, List<String> reasons) {
        json.writeBooleanProperty("ready", reasons.isEmpty());
        json.writeArrayPropertyStart("reasons");
        reasons.forEach(json::writeString);
        json.writeEndArray();
    }
}
