package dev.carillon.directory;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

import dev.carillon.base.Ids;
import dev.carillon.base.Sealed;
import dev.carillon.directory.LimitSql.Whole;
import dev.carillon.http.Fields;
import dev.carillon.http.Json;

/**
 * A way to place calls, as the organisation has set it.
 *
 * @param secrets what its settings leave out, sealed
 * @param resting null: every node takes it for one that works
 */
record Trunk(UUID publicId, String kind, Terms terms, Map<String, Sealed> secrets, @Nullable Resting resting,
        Instant createdAt, Instant updatedAt) {

    static final String SANDBOX = "sandbox";
    static final List<String> KINDS = List.of(SANDBOX, "sip", "rest");

    private static final Whole DEFAULT = new Whole(new Limits(500, 50.0), 1, 0);
    private static final Whole DEFAULT_LIVE = new Whole(new Limits(10, 1.0), 1, 0);
    private static final String NOTHING = "{}";
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_SETTINGS = 16 * 1024;
    private static final int LARGEST_BURST = 10_000;

    Trunk {
        secrets = Map.copyOf(secrets);
    }

    /** Whether phones ring on trunks of this kind. */
    static boolean live(String kind) {
        return !kind.equals(SANDBOX);
    }

    boolean live() {
        return live(kind);
    }

    private static Whole usual(String kind) {
        return live(kind) ? DEFAULT_LIVE : DEFAULT;
    }

    /**
     * What can be changed of it.
     *
     * @param settings     the kind's own, a JSON object
     * @param destinations null: nobody said any; a sandbox may call anywhere, as no phone rings
     */
    record Terms(String name, String settings, Whole limits, boolean paused,
            @Nullable Destinations destinations) {

        /** Those of a trunk of which only name and kind are said. */
        static Terms named(String name, String kind) {
            return new Terms(name, NOTHING, usual(kind), false, null);
        }

        /** The same where they may call. */
        Terms calling(@Nullable Destinations where) {
            return new Terms(name, settings, limits, paused, where);
        }

        /** These with what a request changes of them. */
        Terms with(Fields body, String kind) {
            Whole changed = new Whole(limits.limits().with(body, usual(kind).limits()),
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

    /** The name that a request must give. */
    static String readName(Fields body) {
        return body.requiredText("name", 1, LONGEST_NAME);
    }

    /** The same with other terms and secrets. */
    Trunk with(Terms other, Map<String, Sealed> otherSecrets, Instant now) {
        return new Trunk(publicId, kind, other, otherSecrets, resting, createdAt, now);
    }

    /** The same where it may call. */
    Trunk calling(@Nullable Destinations where) {
        return new Trunk(publicId, kind, terms.calling(where), secrets, resting, createdAt, updatedAt);
    }

    /** Whether phones ring on it and nobody says where: then it calls where its caller IDs are at home. */
    boolean callsByCallerIds() {
        return live() && terms.destinations() == null;
    }

    void write(JsonGenerator json) {
        json.writeStringProperty("trunk_id", Ids.text(Ids.TRUNK, publicId));
        json.writeStringProperty("kind", kind);
        json.writeStringProperty("name", terms.name());
        Json.raw(json, "settings", terms.settings());
        SecretsField.write(json, secrets);
        terms.limits().limits().write(json);
        json.writeNumberProperty("burst", terms.limits().burst());
        json.writeNumberProperty("reserved_calls", terms.limits().reserved());
        json.writeBooleanProperty("paused", terms.paused());
        Resting.write(json, resting);
        Destinations.write(json, terms.destinations());
        Json.seconds(json, "created_at", createdAt);
        Json.seconds(json, "updated_at", updatedAt);
    }
}
