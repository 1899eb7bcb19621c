package dev.carillon.organization;

import java.util.List;
import java.util.Optional;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids;
import dev.carillon.base.Refusal;
import dev.carillon.base.Timeline;
import dev.carillon.db.Database;
import dev.carillon.http.Scope;

/**
 * The keys of all organisations, for the operator, who has the database itself: unlike a request, this
 * reaches every organisation, makes new ones, and revokes even the last key of one.
 */
public final class OperatorKeys {

    private static final String NEW = "new";
    private static final int MOST_NAMED = 20;

    private final Database database;
    private final Timeline timeline;
    private final Keys keys;

    public OperatorKeys(Database database, Timeline timeline, Keys keys) {
        this.database = database;
        this.timeline = timeline;
        this.keys = keys;
    }

    /** The oldest first. */
    public List<String> organizations() {
        return database.read(OperatorSql::organizations);
    }

    /** By organisation, then by age; one organisation's or all. */
    public List<ApiKey> list(@Nullable String organization) {
        List<ApiKey> all = database.read(OperatorSql::keys);
        if (organization == null) {
            return all;
        }
        String id = existing(organization);
        return all.stream().filter(k -> k.organizationId().equals(id)).toList();
    }

    /**
     * Makes a key.
     *
     * @param organization {@code new}, an id, or null for the only one that there is
     * @param name         what people call it, or null
     */
    public ApiKey.Made create(@Nullable String organization, Scope scope, @Nullable String name) {
        if (name != null) {
            checkName(name);
        }
        String id = NEW.equals(organization) ? "" : existing(organization);
        return database.transaction(handle -> keys.make(handle, new ApiKey.Wanted(
                id.isEmpty() ? keys.organization(handle) : id, scope, name)));
    }

    /**
     * Revokes a key, whatever its organisation keeps; every node refuses it within a second.
     *
     * @param keyOrId {@code sk_…} or {@code apikey_…}
     * @return the key as it was before; empty when there is none
     */
    public Optional<ApiKey> revoke(String keyOrId) {
        return database.transaction(handle -> {
            Optional<ApiKey> found = OperatorSql.find(handle, keyOrId, Ids.uuid(Ids.API_KEY, keyOrId));
            return found.flatMap(k -> revokeAlone(handle, k));
        });
    }

    private Optional<ApiKey> revokeAlone(Handle handle, ApiKey found) {
        ApiKeySql.lock(handle, found.organizationId());
        Optional<ApiKey> before = ApiKeySql.find(handle, found.organizationId(), found.id());
        before.ifPresent(k -> KeySql.revoke(handle, k.organizationId(), k.key(), timeline.now()));
        return before;
    }

    private String existing(@Nullable String organization) {
        List<String> all = organizations();
        if (organization == null) {
            if (all.size() != 1) {
                throw wrong(all.isEmpty() ? "there is none yet" : "there are " + all.size(), all);
            }
            return all.getFirst();
        }
        if (!all.contains(organization)) {
            throw wrong("there is none with this id", all);
        }
        return organization;
    }

    private static Refusal wrong(String what, List<String> all) {
        var allowed = String.join(", ", all.subList(0, Math.min(all.size(), MOST_NAMED)));
        return Refusal.invalid("organization", what,
                allowed.isEmpty() ? NEW : NEW + ", " + allowed + (all.size() > MOST_NAMED ? ", …" : ""));
    }

    private static void checkName(String name) {
        int length = name.codePointCount(0, name.length());
        if (length < 1 || length > ApiKey.LONGEST_NAME || name.codePoints().anyMatch(
                c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE)) {
            throw Refusal.invalid("name", "has " + length + " characters, or control characters",
                    "text of 1 to " + ApiKey.LONGEST_NAME + " characters");
        }
    }
}
