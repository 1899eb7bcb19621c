package dev.carillon.call;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import dev.carillon.base.Ids.CallKey;

class AdmissionTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final QuietHours NOON = new QuietHours(LocalTime.of(12, 0), LocalTime.of(13, 0),
            ZoneOffset.UTC);
    private static final Instant ONE = Instant.parse("2026-03-01T13:00:00Z");

    @Test
    void a_task_that_nothing_speaks_against_is_dialled() {
        assertEquals(new Verdict.Dial(), Admission.decide(batch(null, null), task(null), NOW));
    }

    @Test
    void after_the_end_of_its_batch_it_is_expired_and_at_the_last_moment_before_not() {
        assertEquals(never(Reason.EXPIRED), Admission.decide(batch(null, NOW), task(null), NOW));
        assertEquals(new Verdict.Dial(), Admission.decide(batch(null, NOW.plusMillis(1)), task(null), NOW));
    }

    @Test
    void a_number_on_the_do_not_call_list_is_never_dialled() {
        assertEquals(never(Reason.DO_NOT_CALL), Admission.decide(batch(null, null), suppressed(), NOW));
    }

    @Test
    void it_waits_for_its_own_time_and_no_longer() {
        Instant later = NOW.plusSeconds(60);
        assertEquals(later(later, Reason.NOT_BEFORE), Admission.decide(batch(null, null), task(later), NOW));
        assertEquals(new Verdict.Dial(), Admission.decide(batch(null, null), task(NOW), NOW));
    }

    @Test
    void in_quiet_hours_it_waits_for_their_end() {
        assertEquals(later(ONE, Reason.OUTSIDE_WINDOW), Admission.decide(batch(NOON, null), task(null), NOW));
        assertEquals(new Verdict.Dial(), Admission.decide(batch(NOON, null), task(null), ONE));
    }

    @Test
    void a_batch_opens_when_its_first_call_could_be_admitted() {
        assertEquals(NOW, Admission.opening(null, NOW));
        assertEquals(ONE, Admission.opening(NOON, NOW));
        assertEquals(ONE, Admission.opening(NOON, NOW.minus(Admission.PLACED_WITHIN)));
        assertEquals(ONE, Admission.opening(NOON, ONE));
        assertEquals(NOW.minusSeconds(1), Admission.opening(NOON, NOW.minusSeconds(1)));
    }

    @Test
    void what_would_be_placed_in_quiet_hours_is_not_dialled_right_before_them() {
        Instant before = NOW.minus(Admission.PLACED_WITHIN);
        assertEquals(later(ONE, Reason.OUTSIDE_WINDOW),
                Admission.decide(batch(NOON, null), task(null), before));
        assertEquals(new Verdict.Dial(),
                Admission.decide(batch(NOON, null), task(null), before.minusMillis(1)));
        assertEquals(later(ONE, Reason.OUTSIDE_WINDOW),
                Admission.decide(batch(NOON, null), task(null), ONE.minusMillis(100)));
    }

    @Test
    void a_number_that_is_on_the_line_is_asked_for_again_in_five_seconds() {
        assertEquals(later(NOW.plusSeconds(5), Reason.NUMBER_BUSY),
                Admission.decide(batch(null, null), busy(), NOW));
    }

    @Test
    void what_would_wait_beyond_the_end_of_its_batch_is_expired_now() {
        assertEquals(never(Reason.EXPIRED), Admission.decide(batch(NOON, ONE), task(null), NOW));
        assertEquals(later(ONE, Reason.OUTSIDE_WINDOW),
                Admission.decide(batch(NOON, ONE.plusSeconds(1)), task(null), NOW));
        assertEquals(never(Reason.EXPIRED),
                Admission.decide(batch(null, NOW.plusSeconds(30)), task(NOW.plusSeconds(60)), NOW));
    }

    @Test
    void the_first_rule_that_objects_decides() {
        Instant later = NOW.plusSeconds(60);
        Task all = new Task(new CallKey(1, 0, 1), "+4915112345678", 0, 1, "agent_1", later, false, true,
                true);
        assertEquals(never(Reason.EXPIRED), Admission.decide(batch(NOON, NOW), all, NOW));
        assertEquals(never(Reason.DO_NOT_CALL), Admission.decide(batch(NOON, null), all, NOW));
        Task noList = new Task(new CallKey(1, 0, 1), "+4915112345678", 0, 1, "agent_1", later, false, false,
                true);
        assertEquals(later(later, Reason.NOT_BEFORE), Admission.decide(batch(NOON, null), noList, NOW));
        assertEquals(later(ONE, Reason.OUTSIDE_WINDOW), Admission.decide(batch(NOON, null), busy(), NOW));
    }

    private static Verdict never(Reason reason) {
        return new Verdict.Never(reason);
    }

    private static Verdict later(Instant at, Reason reason) {
        return new Verdict.Later(at, reason);
    }

    private static BatchCall batch(@Nullable QuietHours quiet, @Nullable Instant expiresAt) {
        return new BatchCall(1, "o", "+4930123456", "agent_1", quiet, new RetryPlan(false), expiresAt, null);
    }

    private static Task task(@Nullable Instant notBefore) {
        return new Task(new CallKey(1, 0, 1), "+4915112345678", 0, 1, "agent_1", notBefore, false, false,
                false);
    }

    private static Task suppressed() {
        return new Task(new CallKey(1, 0, 1), "+4915112345678", 0, 1, "agent_1", null, false, true, false);
    }

    private static Task busy() {
        return new Task(new CallKey(1, 0, 1), "+4915112345678", 0, 1, "agent_1", null, false, false, true);
    }
}
