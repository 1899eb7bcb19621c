package dev.carillon.organization;

import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids;
import dev.carillon.base.Refusal;
import dev.carillon.base.Refusal.Code;
import dev.carillon.base.Timeline;
import dev.carillon.db.Database;
import dev.carillon.http.Scope;

/**
 * Changes and revokes the keys of an organisation, one change at a time, so that one key of scope admin is
 * left however many are taken away at the same moment. What is revoked stays revoked. Every node obeys within
 * a second. Thread-safe.
 */
final class KeyControl {

    private final Database database;
    private final Timeline timeline;

    KeyControl(Database database, Timeline timeline) {
        this.database = database;
        this.timeline = timeline;
    }

    /**
     * What is to be different.
     *
     * @param renamed whether the name changes, be it to none
     */
    record Change(Optional<Scope> scope, boolean renamed, @Nullable String name) {

        ApiKey of(ApiKey key) {
            return new ApiKey(key.id(), key.organizationId(), key.key(), renamed ? name : key.name(),
                    scope.orElse(key.scope()), key.createdAt(), key.revokedAt());
        }
    }

    /** The key as it is then. */
    ApiKey change(String organizationId, String publicId, Change change) {
        return write(organizationId, publicId, key -> {
            if (key.revoked()) {
                throw Refusal.of(Code.CONFLICT, "this API key is revoked; allowed: one that is valid");
            }
            return change.of(key);
        });
    }

    /** A key that is revoked already is not touched. */
    void revoke(String organizationId, String publicId) {
        write(organizationId, publicId,
                key -> key.revoked()
                        ? key
                        : new ApiKey(key.id(), key.organizationId(), key.key(), key.name(), key.scope(),
                                key.createdAt(), timeline.now()));
    }

    /** The same words whether the id is not there, another organisation's, or no id at all (law: Tenancy). */
    static Supplier<Refusal> unknown() {
        return () -> Refusal.of(Code.NOT_FOUND, "there is no API key with this id");
    }

    static UUID id(String publicId) {
        return Optional.ofNullable(Ids.uuid(Ids.API_KEY, publicId)).orElseThrow(unknown());
    }

    private ApiKey write(String organizationId, String publicId, Function<ApiKey, ApiKey> change) {
        UUID id = id(publicId);
        return database.transaction(handle -> {
            ApiKeySql.lock(handle, organizationId);
            ApiKey before = ApiKeySql.find(handle, organizationId, id).orElseThrow(unknown());
            ApiKey after = change.apply(before);
            if (before.rules() && !after.rules() && !ApiKeySql.anotherRules(handle, before)) {
                throw Refusal.of(Code.CONFLICT, "this is the last API key of scope admin in its"
                        + " organization; allowed once there is another one");
            }
            if (!after.equals(before)) {
                ApiKeySql.write(handle, after);
            }
            return after;
        });
    }
}
