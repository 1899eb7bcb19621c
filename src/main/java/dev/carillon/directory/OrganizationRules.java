package dev.carillon.directory;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

import dev.carillon.call.AttemptCap;
import dev.carillon.call.CallingWindow;
import dev.carillon.call.Numbering;
import dev.carillon.http.CallingWindowField;
import dev.carillon.http.Fields;
import dev.carillon.http.Form;
import dev.carillon.http.Json;
import dev.carillon.http.Query;

/** An organisation and what holds for all its batch calls. */
record OrganizationRules(String organizationId, @Nullable String name, int weight, Hours hours,
        @Nullable AttemptCap cap, Limits limits, int dailyAttempts, Instant createdAt) {

    static final int DAILY_ATTEMPTS = 10_000;

    private static final int HEAVIEST = 100;
    private static final int MOST_ATTEMPTS = 1_000;
    private static final int MOST_DAYS = 365;
    private static final int MOST_DAILY = 100_000_000;
    private static final Form ZONE = new Form("is not a known time zone",
            "an IANA name such as Europe/Vienna", ZoneId.getAvailableZoneIds()::contains);

    /**
     * When its batches dial.
     *
     * @param window null: nothing is said; without spans: none, explicitly
     * @param zones  by country, in place of the several zones of its numbers
     */
    record Hours(@Nullable List<CallingWindow.Span> window, Map<String, ZoneId> zones) {

        private Hours with(Fields body) {
            return new Hours(
                    body.has("calling_window")
                            ? CallingWindowField.read(body, "calling_window").orElse(null)
                            : window,
                    body.has("default_zones") ? readZones(body) : zones);
        }

        private static Map<String, ZoneId> readZones(Fields body) {
            var zones = new TreeMap<String, ZoneId>();
            body.object("default_zones").ifPresent(f -> body.raw("default_zones").orElseThrow()
                    .propertyNames().forEach(country -> {
                        if (!Numbering.countries().contains(country)) {
                            throw f.wrong(Query.shown(country), "is not a country",
                                    "ISO 3166 codes of two letters");
                        }
                        zones.put(country, f.text(country, ZONE).map(ZoneId::of)
                                .orElseThrow(f.missing(country, ZONE.allowed())));
                    }));
            return zones;
        }

        private void write(JsonGenerator json) {
            CallingWindowField.write(json, "calling_window", window);
            json.writeObjectPropertyStart("default_zones");
            zones.forEach((country, zone) -> json.writeStringProperty(country, zone.getId()));
            json.writeEndObject();
        }
    }

    /** This one with what a request changes of it. */
    OrganizationRules with(Fields body) {
        return new OrganizationRules(organizationId, Agent.name(body, name),
                body.has("weight") ? body.integer("weight", 1, HEAVIEST).orElse(1) : weight,
                hours.with(body), body.has("attempt_cap") ? cap(body) : cap,
                limits.with(body, Limits.NONE),
                body.has("daily_attempts")
                        ? body.integer("daily_attempts", 1, MOST_DAILY).orElse(DAILY_ATTEMPTS)
                        : dailyAttempts,
                createdAt);
    }

    private static @Nullable AttemptCap cap(Fields body) {
        return body.object("attempt_cap")
                .map(f -> new AttemptCap(f.requiredInteger("attempts", 1, MOST_ATTEMPTS),
                        Duration.ofDays(f.requiredInteger("days", 1, MOST_DAYS))))
                .orElse(null);
    }

    void write(JsonGenerator json) {
        json.writeStringProperty("organization_id", organizationId);
        json.writeStringProperty("name", name);
        json.writeNumberProperty("weight", weight);
        hours.write(json);
        if (cap == null) {
            json.writeNullProperty("attempt_cap");
        } else {
            json.writeObjectPropertyStart("attempt_cap");
            json.writeNumberProperty("attempts", cap.attempts());
            json.writeNumberProperty("days", cap.within().toDays());
            json.writeEndObject();
        }
        limits.write(json);
        json.writeNumberProperty("daily_attempts", dailyAttempts);
        Json.seconds(json, "created_at", createdAt);
    }
}
