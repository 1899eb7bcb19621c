package dev.carillon.organization;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

import dev.carillon.base.Ids;
import dev.carillon.http.Json;
import dev.carillon.http.Scope;

/**
 * A key as it may be shown at any time: everything but its secret.
 *
 * @param name      what people call it, or null
 * @param revokedAt null: it is valid
 */
public record ApiKey(UUID id, String organizationId, String key, @Nullable String name, Scope scope,
        Instant createdAt, @Nullable Instant revokedAt) {

    static final int LONGEST_NAME = 255;

    /** What a new key is to be. */
    public record Wanted(String organizationId, Scope scope, @Nullable String name) {
    }

    /** A key that was made just now, with its secret: to be shown once. Never prints the secret. */
    public record Made(ApiKey key, String secret) {

        @Override
        public String toString() {
            return key + " with its secret";
        }
    }

    /** {@code apikey_} and 32 hex digits. */
    public String publicId() {
        return Ids.text(Ids.API_KEY, id);
    }

    public boolean revoked() {
        return revokedAt != null;
    }

    /** Whether it may change the keys of its organisation. */
    boolean rules() {
        return scope == Scope.ADMIN && !revoked();
    }

    /** Writes the fields of the contract, between the braces. */
    void write(JsonGenerator json) {
        json.writeStringProperty("api_key_id", publicId());
        json.writeStringProperty("key", key);
        writeRest(json);
    }

    /** The same with the secret after the key. */
    void write(JsonGenerator json, String secret) {
        json.writeStringProperty("api_key_id", publicId());
        json.writeStringProperty("key", key);
        json.writeStringProperty("secret", secret);
        writeRest(json);
    }

    private void writeRest(JsonGenerator json) {
        json.writeStringProperty("name", name);
        json.writeStringProperty("scope", scope.word());
        Json.seconds(json, "created_at", createdAt);
        Json.seconds(json, "revoked_at", revokedAt);
    }
}
