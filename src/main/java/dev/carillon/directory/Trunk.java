package dev.carillon.directory;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

import dev.carillon.base.Ids;
import dev.carillon.call.Numbering;
import dev.carillon.directory.LimitSql.Whole;
import dev.carillon.http.Fields;
import dev.carillon.http.Json;

/** A way to place calls, as the organisation has set it. */
record Trunk(UUID publicId, String kind, Terms terms, Instant createdAt, Instant updatedAt) {

    static final String SANDBOX = "sandbox";
    static final List<String> KINDS = List.of(SANDBOX, "sip", "rest");

    private static final Whole DEFAULT = new Whole(new Limits(500, 50.0), 1, 0);
    private static final String NOTHING = "{}";
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_SETTINGS = 16 * 1024;
    private static final int LARGEST_BURST = 10_000;
    private static final List<String> ORDINARY = List.of();
    private static final List<String> SPECIAL = Arrays.stream(Numbering.Kind.values())
            .filter(kind -> kind != Numbering.Kind.OTHER).map(Numbering.Kind::word).toList();

    /**
     * What can be changed of it.
     *
     * @param settings     the kind's own, a JSON object
     * @param destinations null: anywhere
     */
    record Terms(String name, String settings, Whole limits, boolean paused,
            @Nullable Destinations destinations) {

        /** Those of a trunk of which only the name is said. */
        static Terms named(String name) {
            return new Terms(name, NOTHING, DEFAULT, false, null);
        }

        /** These with what a request changes of them. */
        Terms with(Fields body) {
            Whole changed = new Whole(limits.limits().with(body, DEFAULT.limits()),
                    body.has("burst") ? body.integer("burst", 1, LARGEST_BURST).orElse(1) : limits.burst(),
                    body.has("reserved_calls")
                            ? body.integer("reserved_calls", 0, Limits.MOST_LIVE).orElse(0)
                            : limits.reserved());
            Integer most = changed.limits().maxLiveCalls();
            if (most != null && changed.reserved() >= most) {
                throw body.wrong(body.has("reserved_calls") ? "reserved_calls" : "max_live_calls",
                        "leaves no call to the batches", "reserved_calls below max_live_calls");
            }
            return new Terms(body.has("name") ? readName(body) : name,
                    body.has("settings") ? body.json("settings", LONGEST_SETTINGS).orElse(NOTHING) : settings,
                    changed, body.has("paused") ? body.bool("paused").orElse(false) : paused,
                    body.has("destinations") ? Destinations.read(body).orElse(null) : destinations);
        }
    }

    /**
     * Where it may call.
     *
     * @param countries ISO 3166 codes of two letters
     * @param kinds     of numbers that are no ordinary ones
     */
    record Destinations(List<String> countries, List<String> kinds) {

        Destinations {
            countries = List.copyOf(countries);
            kinds = List.copyOf(kinds);
        }

        private static Optional<Destinations> read(Fields body) {
            return body.object("destinations").map(f -> new Destinations(
                    f.words("countries", Numbering.countries())
                            .orElseThrow(f.missing("countries", "an array of ISO 3166 codes of two letters")),
                    f.raw("kinds").filter(n -> n.isArray() && n.isEmpty()).isPresent()
                            ? ORDINARY
                            : f.words("kinds", SPECIAL).orElse(ORDINARY)));
        }

        private void write(JsonGenerator json) {
            json.writeObjectPropertyStart("destinations");
            write(json, "countries", countries);
            write(json, "kinds", kinds);
            json.writeEndObject();
        }

        private static void write(JsonGenerator json, String name, List<String> words) {
            json.writeArrayPropertyStart(name);
            words.forEach(json::writeString);
            json.writeEndArray();
        }
    }

    /** The name that a request must give. */
    static String readName(Fields body) {
        return body.requiredText("name", 1, LONGEST_NAME);
    }

    /** The same with other terms. */
    Trunk with(Terms other, Instant now) {
        return new Trunk(publicId, kind, other, createdAt, now);
    }

    void write(JsonGenerator json) {
        json.writeStringProperty("trunk_id", Ids.text(Ids.TRUNK, publicId));
        json.writeStringProperty("kind", kind);
        json.writeStringProperty("name", terms.name());
        Json.raw(json, "settings", terms.settings());
        terms.limits().limits().write(json);
        json.writeNumberProperty("burst", terms.limits().burst());
        json.writeNumberProperty("reserved_calls", terms.limits().reserved());
        json.writeBooleanProperty("paused", terms.paused());
        if (terms.destinations() == null) {
            json.writeNullProperty("destinations");
        } else {
            terms.destinations().write(json);
        }
        Json.seconds(json, "created_at", createdAt);
        Json.seconds(json, "updated_at", updatedAt);
    }
}
