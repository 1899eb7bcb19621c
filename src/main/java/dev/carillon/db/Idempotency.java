package dev.carillon.db;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;

import org.jdbi.v3.core.Handle;

import dev.carillon.base.Refusal;
import dev.carillon.base.Refusal.Code;
import dev.carillon.base.Timeline;

/**
 * The first answer to an Idempotency-Key, written in the transaction of its effect: both are there or
 * neither. The same key with the same body gives that answer again for a day; with another body, or while the
 * first is still in flight, it is refused. A refused effect leaves no record.
 */
public final class Idempotency {

    private static final Duration KEPT = Duration.ofHours(24);

    /** Two keys with one hash only make one of two simultaneous requests ask again. */
    private static final String IN_FLIGHT = """
            select pg_try_advisory_xact_lock(hashtextextended(:organization_id || ' ' || :key, 0))""";
    private static final String FORGET = """
            delete from idempotency
            where organization_id = :organization_id and key = :key and created_at <= :oldest""";
    private static final String FIND = """
            select encode(fingerprint, 'hex') as fingerprint, status, body from idempotency
            where organization_id = :organization_id and key = :key""";
    private static final String KEEP = """
            insert into idempotency (organization_id, key, fingerprint, status, body, created_at)
            values (:organization_id, :key, decode(:fingerprint, 'hex'), :status, :body, :now)""";

    private final Timeline timeline;

    public Idempotency(Timeline timeline) {
        this.timeline = timeline;
    }

    /**
     * What the client sent.
     *
     * @param fingerprint hex digits of a hash of all that makes the request what it is: method, path and body
     */
    public record Key(String organizationId, String key, String fingerprint) {

        public static Key of(String organizationId, String key, byte[] fingerprint) {
            return new Key(organizationId, key, HexFormat.of().formatHex(fingerprint));
        }
    }

    /** What the client gets, now and again. */
    public record Answer(int status, String body) {
    }

    /**
     * The first answer to this key, or the effect's, kept. Must run in the transaction in which the effect
     * writes.
     */
    public Answer once(Handle handle, Key key, Supplier<Answer> effect) {
        lock(handle, key);
        Instant now = timeline.now();
        // A statement of its own after the lock: its snapshot sees what the holder before us committed.
        Optional<Kept> kept = find(handle, key, now);
        if (kept.isPresent()) {
            return kept.get().to(key);
        }
        Answer answer = effect.get();
        keep(handle, key, answer, now);
        return answer;
    }

    /**
     * Uses up a client's key for an effect whose answer must not be kept: whatever comes with the same key is
     * refused from then on. Must run in the transaction in which the effect writes.
     */
    public void onlyOnce(Handle handle, String organizationId, String key) {
        // No request has an empty fingerprint, so the empty answer is never given.
        var used = Key.of(organizationId, key, new byte[0]);
        lock(handle, used);
        Instant now = timeline.now();
        if (find(handle, used, now).isPresent()) {
            throw Refusal.of(Code.CONFLICT,
                    "this Idempotency-Key was used before, and this answer is given only once");
        }
        keep(handle, used, new Answer(201, ""), now);
    }

    private static void lock(Handle handle, Key key) {
        if (!locked(handle, key)) {
            throw Refusal.retryable(Code.CONFLICT,
                    "the first request with this Idempotency-Key is still running", 1);
        }
    }

    private static boolean locked(Handle handle, Key key) {
        return handle.createQuery(IN_FLIGHT).bind("organization_id", key.organizationId())
                .bind("key", key.key())
                .mapTo(Boolean.class).one();
    }

    private static Optional<Kept> find(Handle handle, Key key, Instant now) {
        handle.createUpdate(FORGET).bind("organization_id", key.organizationId()).bind("key", key.key())
                .bind("oldest", now.minus(KEPT)).execute();
        return handle.createQuery(FIND).bind("organization_id", key.organizationId()).bind("key", key.key())
                .map((row, context) -> Kept.of(row)).findOne();
    }

    private static void keep(Handle handle, Key key, Answer answer, Instant now) {
        handle.createUpdate(KEEP).bind("organization_id", key.organizationId()).bind("key", key.key())
                .bind("fingerprint", key.fingerprint()).bind("status", answer.status())
                .bind("body", answer.body())
                .bind("now", now).execute();
    }

    private record Kept(String fingerprint, Answer answer) {

        static Kept of(ResultSet row) throws SQLException {
            return new Kept(row.getString("fingerprint"),
                    new Answer(row.getInt("status"), row.getString("body")));
        }

        Answer to(Key key) {
            if (!fingerprint.equals(key.fingerprint())) {
                throw Refusal.of(Code.CONFLICT, "this Idempotency-Key was used for another request");
            }
            return answer;
        }
    }
}
