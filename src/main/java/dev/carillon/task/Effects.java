package dev.carillon.task;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;

import org.jdbi.v3.core.Handle;

import dev.carillon.db.Database;
import dev.carillon.db.Idempotency;
import dev.carillon.http.Answer;
import dev.carillon.http.Caller;
import dev.carillon.http.Request;

/** Runs what a request changes: in one transaction, and once for an Idempotency-Key. Thread-safe. */
public final class Effects {

    private final Database database;
    private final Idempotency idempotency;

    public Effects(Database database, Idempotency idempotency) {
        this.database = database;
        this.idempotency = idempotency;
    }

    /**
     * The effect's answer, or the one it gave before under the same key. What the effect depends on (the
     * time, the rows) must be read inside of it, so that a repeated request is answered even if it would be
     * refused by now.
     */
    public Answer once(Request request, Function<Handle, Answer> effect) {
        Optional<Idempotency.Key> key = request.idempotencyKey()
                .map(k -> Idempotency.Key.of(request.caller().organizationId(), named(k, request.caller()),
                        fingerprint(request)));
        // The client's bytes arrive before the transaction begins: a slow one holds no connection.
        request.bodyBytes();
        return database.transaction(handle -> key.map(k -> replay(handle, k, effect))
                .orElseGet(() -> effect.apply(handle)));
    }

    /**
     * Who has a token of one thing names what is asked for that thing alone: neither another's keys nor what
     * the organisation has used can be met or found out. A hash, so that it is no longer than a key may be.
     */
    private static String named(String key, Caller caller) {
        if (caller.only() == null) {
            return key;
        }
        byte[] text = (caller.only() + "\n" + key).getBytes(StandardCharsets.UTF_8);
        return caller.only() + " " + HexFormat.of().formatHex(sha256().digest(text));
    }

    private Answer replay(Handle handle, Idempotency.Key key, Function<Handle, Answer> effect) {
        Idempotency.Answer answer = idempotency.once(handle, key, () -> {
            Answer first = effect.apply(handle);
            return new Idempotency.Answer(first.status(), first.text());
        });
        return Answer.stored(answer.status(), answer.body());
    }

    private static byte[] fingerprint(Request request) {
        MessageDigest digest = sha256();
        digest.update((request.method() + " " + request.path() + "\n").getBytes(StandardCharsets.UTF_8));
        return digest.digest(request.bodyBytes());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
