package dev.carillon.organization;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.github.benmanes.caffeine.cache.CacheLoader;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import org.jspecify.annotations.Nullable;

import dev.carillon.base.Refusal;
import dev.carillon.base.Timeline;
import dev.carillon.db.Database;
import dev.carillon.db.DatabaseAway;
import dev.carillon.http.Authenticator;
import dev.carillon.http.Caller;

/**
 * Knows the keys, from a cache in which a key is at most 0.9 s old, counted from the moment before it was
 * read: a revoked key is refused within a second (law: Obedience). A key in use is read again in the
 * background, so that no request waits for it. Unknown keys are not kept, so a new key works at once; however
 * many are asked for, one query at a time answers. While the database is away, keys serve out their time.
 * Thread-safe.
 */
public final class KeyAuthenticator implements Authenticator, AutoCloseable {

    private static final Duration REFRESH = Duration.ofMillis(400);
    private static final Duration OLDEST = Duration.ofMillis(900);
    private static final int MOST_KEYS = 10_000;

    private final Database database;
    private final Timeline timeline;
    private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
    private final KeyLookups<Known> lookups = new KeyLookups<>(this::read);
    private final LoadingCache<String, Known> known;

    public KeyAuthenticator(Database database, Timeline timeline) {
        this.database = database;
        this.timeline = timeline;
        this.known = Caffeine.newBuilder().maximumSize(MOST_KEYS).ticker(timeline::nanos)
                .refreshAfterWrite(REFRESH).expireAfterWrite(OLDEST).executor(background).build(new Reader());
    }

    /** What is known of a key that is not revoked, and since when. */
    private record Known(Caller caller, SecretHash hash, long readAt) {
    }

    @Override
    public Caller authenticate(String key, String secret) {
        Known k = secret.length() <= Credentials.LONGEST ? fresh(key) : null;
        if (k == null || !k.hash().matches(SecretHash.of(secret))) {
            throw Refusal.of(Refusal.Code.UNAUTHENTICATED, "the API key or its secret is not valid");
        }
        return k.caller();
    }

    @Override
    public void close() {
        background.close();
    }

    private @Nullable Known fresh(String key) {
        Known k = known.getIfPresent(key);
        if (k != null && isFresh(k)) {
            return k;
        }
        if (!Credentials.isKey(key)) {
            return null;
        }
        // Not within the cache: it would let keys that have nothing to do with each other wait in a row.
        Optional<Known> read = lookups.find(key);
        read.ifPresentOrElse(now -> known.put(key, now), () -> known.invalidate(key));
        return read.orElse(null);
    }

    private boolean isFresh(Known k) {
        return timeline.nanos() - k.readAt() < OLDEST.toNanos();
    }

    private Map<String, Known> read(Set<String> keys) {
        long before = timeline.nanos();
        var valid = new HashMap<String, Known>();
        database.read(handle -> KeySql.find(handle, keys)).forEach((key, stored) -> {
            if (!stored.revoked()) {
                valid.put(key, new Known(stored.caller(), stored.hash(), before));
            }
        });
        return valid;
    }

    /**
     * Null means that there is no such key; Caffeine allows that in its type argument, which NullAway does
     * not read.
     */
    @SuppressWarnings("NullAway")
    private final class Reader implements CacheLoader<String, Known> {

        @Override
        public @Nullable Known load(String key) {
            return lookups.find(key).orElse(null);
        }

        /** What is known stays known while the database is away, and no longer than its time. */
        @Override
        public @Nullable Known reload(String key, Known old) {
            try {
                return load(key);
            } catch (DatabaseAway e) {
                return old;
            }
        }
    }
}
