package dev.carillon.organization;

import java.util.Optional;
import java.util.random.RandomGenerator;

import org.jdbi.v3.core.Handle;

import dev.carillon.base.Ids;
import dev.carillon.base.Refusal;
import dev.carillon.base.Timeline;
import dev.carillon.db.Database;
import dev.carillon.http.Scope;

/**
 * Makes organisations and keys, each in one transaction. Nodes that start together on an empty database make
 * one first key between them. Thread-safe.
 */
public final class Keys {

    private final Database database;
    private final Timeline timeline;
    private final RandomGenerator secure;
    private final Ids ids;

    /** The generator must be a CSPRNG ({@code Chance.secure()}). */
    public Keys(Database database, Timeline timeline, RandomGenerator secure, Ids ids) {
        this.database = database;
        this.timeline = timeline;
        this.secure = secure;
        this.ids = ids;
    }

    /** A new organisation with its sandbox trunk, which takes any number as caller ID. Returns its id. */
    public String createOrganization() {
        return database.transaction(this::organization);
    }

    /** A new key of an organisation; its secret is in the answer and nowhere else. */
    public Credentials create(String organizationId, Scope scope) {
        ApiKey.Made made = database
                .transaction(handle -> make(handle, new ApiKey.Wanted(organizationId, scope, null)));
        return new Credentials(made.key().key(), made.secret());
    }

    /** Whether there was such a key and it was not revoked before; every node refuses it within a second. */
    public boolean revoke(String organizationId, String key) {
        return database.transaction(handle -> {
            ApiKeySql.lock(handle, organizationId);
            return KeySql.revoke(handle, organizationId, key, timeline.now());
        });
    }

    /** When there is no key at all: an organisation and a key of scope admin, to be shown once. */
    public Optional<Credentials> firstKey() {
        Credentials drawn = Credentials.draw(secure);
        return database.transaction(handle -> {
            if (KeySql.anyAlone(handle)) {
                return Optional.empty();
            }
            insert(handle, new ApiKey.Wanted(organization(handle), Scope.ADMIN, null), drawn);
            return Optional.of(drawn);
        });
    }

    /**
     * The key of CARILLON_API_KEY and CARILLON_API_SECRET: made when it is not there (in the oldest
     * organisation, or a new one), the same again is fine. Anything else is refused with one line that names
     * the variable.
     */
    public void ensureKey(String key, String secret) {
        var wanted = new Credentials(key, secret);
        check(wanted);
        database.transaction(handle -> {
            KeySql.oneAtATime(handle);
            return KeySql.find(handle, key).map(stored -> same(stored, wanted)).orElseGet(() -> {
                String organization = OrganizationSql.oldest(handle).orElseGet(() -> organization(handle));
                insert(handle, new ApiKey.Wanted(organization, Scope.ADMIN, null), wanted);
                return wanted;
            });
        });
    }

    private static void check(Credentials wanted) {
        if (!Credentials.isKey(wanted.key())) {
            throw Refusal.invalid("CARILLON_API_KEY", "is not well-formed",
                    "sk_ and at least 32 characters of 0-9A-Za-z, 256 in all");
        }
        if (!Credentials.isSecret(wanted.secret())) {
            throw Refusal.invalid("CARILLON_API_SECRET", "is not well-formed",
                    "s3cr3t_ and at least 40 characters of 0-9A-Za-z, 256 in all");
        }
    }

    private static Credentials same(KeySql.Stored stored, Credentials wanted) {
        if (stored.revoked()) {
            throw Refusal.invalid("CARILLON_API_KEY", "was revoked", "a key that is valid, or a new one");
        }
        if (!stored.hash().matches(SecretHash.of(wanted.secret()))) {
            throw Refusal.invalid("CARILLON_API_SECRET", "is not the secret that was stored for this key",
                    "the same secret as before, or a new key");
        }
        return wanted;
    }

    /** A new organisation, in the caller's transaction. */
    String organization(Handle handle) {
        String id = Ids.organization(secure);
        OrganizationSql.insert(handle, id, ids.uuid(), timeline.now());
        return id;
    }

    /** A new key, in the caller's transaction. */
    ApiKey.Made make(Handle handle, ApiKey.Wanted wanted) {
        Credentials drawn = Credentials.draw(secure);
        return new ApiKey.Made(insert(handle, wanted, drawn), drawn.secret());
    }

    private ApiKey insert(Handle handle, ApiKey.Wanted wanted, Credentials credentials) {
        var made = new ApiKey(ids.uuid(), wanted.organizationId(), credentials.key(), wanted.name(),
                wanted.scope(), timeline.now(), null);
        KeySql.insert(handle, made, SecretHash.of(credentials.secret()));
        return made;
    }
}
