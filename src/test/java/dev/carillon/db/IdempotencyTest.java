package dev.carillon.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.carillon.base.Refusal;
import dev.carillon.base.VirtualTimeline;
import dev.carillon.db.Idempotency.Answer;

class IdempotencyTest {

    private static final Idempotency.Key KEY = new Idempotency.Key("an0rganisation000001", "key 1", "0a1b");

    private final Database database = Database.open(TestPostgres.database(), "test", 2);
    private final AtomicInteger effects = new AtomicInteger();
    private Instant now = Instant.parse("2026-05-01T10:00:00Z");

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void the_same_request_again_gets_the_first_answer_and_has_no_second_effect() {
        assertEquals(new Answer(201, "effect 1 é"), ask(KEY));
        assertEquals(new Answer(201, "effect 1 é"), ask(KEY));
        assertEquals(1, effects.get());
    }

    @Test
    void the_same_key_with_another_body_is_a_conflict() {
        ask(KEY);
        var refused = assertThrows(Refusal.class,
                () -> ask(new Idempotency.Key(KEY.organizationId(), KEY.key(), "0a1c")));
        assertEquals(Refusal.Code.CONFLICT, refused.code());
        assertEquals(0, refused.retryAfterSeconds());
        assertEquals(1, effects.get());
    }

    @Test
    void another_organisation_s_key_is_another_key() {
        ask(KEY);
        assertEquals("effect 2 é",
                ask(new Idempotency.Key("an0rganisation000002", KEY.key(), "0a1c")).body());
    }

    @Test
    void while_the_first_is_in_flight_the_second_is_told_to_ask_again() {
        var refused = database.transaction(handle -> {
            idempotency().once(handle, KEY, this::effect);
            return assertThrows(Refusal.class, () -> ask(KEY));
        });
        assertEquals(Refusal.Code.CONFLICT, refused.code());
        assertEquals(1, refused.retryAfterSeconds());
        assertEquals("effect 1 é", ask(KEY).body());
    }

    @Test
    void an_effect_that_is_refused_leaves_no_record() {
        assertThrows(Refusal.class,
                () -> database.transaction(handle -> idempotency().once(handle, KEY, () -> {
                    throw Refusal.invalid("name", "is too long", "255 characters");
                })));
        assertEquals("effect 1 é", ask(KEY).body());
    }

    @Test
    void after_a_day_a_key_is_new() {
        ask(KEY);
        now = now.plus(Duration.ofHours(24)).minusNanos(1000);
        assertEquals("effect 1 é", ask(KEY).body());
        now = now.plusNanos(1000);
        assertEquals("effect 2 é", ask(new Idempotency.Key(KEY.organizationId(), KEY.key(), "ffff")).body());
    }

    @Test
    void a_key_that_may_be_used_only_once_is_refused_whatever_comes_with_it() {
        database.perform(this::once);
        var refused = assertThrows(Refusal.class, () -> database.perform(this::once));
        assertEquals(Refusal.Code.CONFLICT, refused.code());
        assertEquals(0, refused.retryAfterSeconds());
        assertThrows(Refusal.class, () -> ask(KEY));
        now = now.plus(Duration.ofHours(24));
        database.perform(this::once);
        assertEquals(0, effects.get());
    }

    @Test
    void a_key_that_has_its_answer_cannot_be_used_for_what_happens_only_once() {
        ask(KEY);
        assertThrows(Refusal.class, () -> database.perform(this::once));
        assertEquals("effect 1 é", ask(KEY).body());
    }

    private void once(Handle handle) {
        idempotency().onlyOnce(handle, KEY.organizationId(), KEY.key());
    }

    @Test
    void a_fingerprint_may_be_given_as_bytes() {
        assertEquals(KEY, Idempotency.Key.of(KEY.organizationId(), KEY.key(), new byte[]{0x0a, 0x1b}));
        assertTrue(KEY.toString().contains("key 1"));
    }

    private Answer ask(Idempotency.Key key) {
        return database.transaction(handle -> idempotency().once(handle, key, this::effect));
    }

    private Idempotency idempotency() {
        return new Idempotency(new VirtualTimeline(now));
    }

    private Answer effect() {
        return new Answer(201, "effect " + effects.incrementAndGet() + " é");
    }
}
