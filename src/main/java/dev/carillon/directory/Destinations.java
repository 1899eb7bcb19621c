package dev.carillon.directory;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

import dev.carillon.call.Callee;
import dev.carillon.call.Numbering;
import dev.carillon.http.Fields;

/**
 * Where a trunk may call.
 *
 * @param countries   ISO 3166 codes of two letters
 * @param kinds       of numbers that are no ordinary ones
 * @param byCallerIds whether nobody has said so: then the countries are those of its caller IDs
 */
record Destinations(List<String> countries, List<String> kinds, boolean byCallerIds) {

    private static final String BY_CALLER_IDS = "by_caller_ids";
    private static final List<String> ORDINARY = List.of();
    private static final List<String> SPECIAL = Arrays.stream(Numbering.Kind.values())
            .filter(kind -> kind != Numbering.Kind.OTHER).map(Numbering.Kind::word).toList();

    Destinations {
        countries = List.copyOf(countries);
        kinds = List.copyOf(kinds);
    }

    /** Those of a live trunk with these caller IDs of which nobody has said any. */
    static Destinations of(Collection<String> callerIds) {
        return new Destinations(callerIds.stream().flatMap(number -> country(number).stream()).distinct()
                .sorted().toList(), ORDINARY, true);
    }

    /** The country of a caller ID; empty for a number of none. */
    static Optional<String> country(String callerId) {
        return new Callee(callerId).country();
    }

    /** Those that a request says; empty: none. */
    static Optional<Destinations> read(Fields body) {
        return body.object("destinations").filter(f -> !f.bool(BY_CALLER_IDS).orElse(false))
                .map(f -> new Destinations(
                        f.words("countries", Numbering.countries()).orElseThrow(
                                f.missing("countries", "an array of ISO 3166 codes of two letters")),
                        f.raw("kinds").filter(n -> n.isArray() && n.isEmpty()).isPresent()
                                ? ORDINARY
                                : f.words("kinds", SPECIAL).orElse(ORDINARY),
                        false));
    }

    /** Writes them; null: anywhere. */
    static void write(JsonGenerator json, @Nullable Destinations destinations) {
        if (destinations == null) {
            json.writeNullProperty("destinations");
            return;
        }
        json.writeObjectPropertyStart("destinations");
        write(json, "countries", destinations.countries);
        write(json, "kinds", destinations.kinds);
        if (destinations.byCallerIds) {
            json.writeBooleanProperty(BY_CALLER_IDS, true);
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, List<String> words) {
        json.writeArrayPropertyStart(name);
        words.forEach(json::writeString);
        json.writeEndArray();
    }
}
