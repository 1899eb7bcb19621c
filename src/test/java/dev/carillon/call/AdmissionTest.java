package dev.carillon.call;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import dev.carillon.base.Ids.CallKey;

class AdmissionTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final QuietHours NOON = new QuietHours(LocalTime.of(12, 0), LocalTime.of(13, 0),
            ZoneOffset.UTC);
    private static final Duration RING = Duration.ofSeconds(30);
    private static final Instant ONE = Instant.parse("2026-03-01T13:00:00Z");

    @Test
    void a_task_that_nothing_speaks_against_is_dialled() {
        assertEquals(new Verdict.Dial(List.of()), decide(batch(null, null), task(null), NOW, RING));
    }

    @Test
    void after_the_end_of_its_batch_it_is_expired_and_at_the_last_moment_before_not() {
        assertEquals(never(Reason.EXPIRED), decide(batch(null, NOW), task(null), NOW, RING));
        assertEquals(new Verdict.Dial(List.of()),
                decide(batch(null, NOW.plusMillis(1)), task(null), NOW, RING));
    }

    @Test
    void a_number_on_the_do_not_call_list_is_never_dialled() {
        assertEquals(never(Reason.DO_NOT_CALL), decide(batch(null, null), suppressed(), NOW, RING));
    }

    @Test
    void it_waits_for_its_own_time_and_no_longer() {
        Instant later = NOW.plusSeconds(60);
        assertEquals(later(later, Reason.NOT_BEFORE),
                decide(batch(null, null), task(later), NOW, RING));
        assertEquals(new Verdict.Dial(List.of()), decide(batch(null, null), task(NOW), NOW, RING));
    }

    @Test
    void in_quiet_hours_it_waits_for_their_end() {
        assertEquals(later(ONE, Reason.OUTSIDE_WINDOW),
                decide(batch(NOON, null), task(null), NOW, RING));
        assertEquals(new Verdict.Dial(List.of()), decide(batch(NOON, null), task(null), ONE, RING));
    }

    @Test
    void a_batch_opens_when_its_first_call_could_be_admitted() {
        assertEquals(NOW, opening(null, NOW));
        assertEquals(ONE, opening(NOON, NOW));
        assertEquals(ONE, opening(NOON, NOW.minus(Admission.PLACED_WITHIN)));
        assertEquals(ONE, opening(NOON, ONE));
        assertEquals(NOW.minusSeconds(1), opening(NOON, NOW.minusSeconds(1)));
    }

    private static Instant opening(@Nullable QuietHours quiet, Instant from) {
        return Hours.of(quiet).opening(List.of(), from, Admission.PLACED_WITHIN, RING).orElseThrow();
    }

    @Test
    void what_would_be_placed_in_quiet_hours_is_not_dialled_right_before_them() {
        Instant before = NOW.minus(Admission.PLACED_WITHIN);
        assertEquals(later(ONE, Reason.OUTSIDE_WINDOW),
                decide(batch(NOON, null), task(null), before, RING));
        assertEquals(new Verdict.Dial(List.of()),
                decide(batch(NOON, null), task(null), before.minusMillis(1), RING));
        assertEquals(later(ONE, Reason.OUTSIDE_WINDOW),
                decide(batch(NOON, null), task(null), ONE.minusMillis(100), RING));
    }

    @Test
    void a_number_that_is_on_the_line_is_asked_for_again_in_five_seconds() {
        assertEquals(later(NOW.plusSeconds(5), Reason.NUMBER_BUSY),
                decide(batch(null, null), busy(), NOW, RING));
    }

    @Test
    void what_would_wait_beyond_the_end_of_its_batch_is_expired_now() {
        assertEquals(never(Reason.EXPIRED), decide(batch(NOON, ONE), task(null), NOW, RING));
        assertEquals(later(ONE, Reason.OUTSIDE_WINDOW),
                decide(batch(NOON, ONE.plusSeconds(1)), task(null), NOW, RING));
        assertEquals(never(Reason.EXPIRED),
                decide(batch(null, NOW.plusSeconds(30)), task(NOW.plusSeconds(60)), NOW, RING));
    }

    @Test
    void the_first_rule_that_objects_decides() {
        Instant later = NOW.plusSeconds(60);
        Task all = task(later, new Task.Facts(true, true, 0));
        assertEquals(never(Reason.EXPIRED), decide(batch(NOON, NOW), all, NOW, RING));
        assertEquals(never(Reason.DO_NOT_CALL), decide(batch(NOON, null), all, NOW, RING));
        Task noList = task(later, new Task.Facts(false, true, 0));
        assertEquals(later(later, Reason.NOT_BEFORE), decide(batch(NOON, null), noList, NOW, RING));
        assertEquals(later(ONE, Reason.OUTSIDE_WINDOW),
                decide(batch(NOON, null), busy(), NOW, RING));
    }

    @Test
    void a_person_is_not_called_more_often_than_the_organisation_allows() {
        BatchCall capped = with(new Rules(Hours.ALWAYS, new RetryPlan(false), null,
                new AttemptCap(2, Duration.ofDays(7))), null);
        assertEquals(new Verdict.Dial(List.of()),
                decide(capped, task(null, new Task.Facts(false, false, 1)), NOW, RING));
        assertEquals(never(Reason.ATTEMPT_CAP),
                decide(capped, task(null, new Task.Facts(false, false, 2)), NOW, RING));
    }

    @Test
    void a_destination_that_its_trunk_may_not_call_is_never_dialled() {
        var trunk =
                new Trunk(1, "o", Trunk.Kind.SIP, "{}").calling(new Destinations(Set.of("FR"), Set.of()),
                        List.of());
        assertEquals(never(Reason.BLOCKED_DESTINATION),
                decide(with(Rules.of(new RetryPlan(false)), trunk), task(null), NOW, RING));
    }

    @Test
    void while_a_trunk_that_may_call_there_is_paused_a_task_waits_for_it() {
        var french = new Destinations(Set.of("FR"), Set.of());
        var german = new Destinations(Set.of("DE"), Set.of());
        var trunk = new Trunk(1, "o", Trunk.Kind.SIP, "{}").calling(french, List.of(german));
        assertEquals(later(NOW.plusSeconds(60), Reason.TRUNK_PAUSED),
                decide(with(Rules.of(new RetryPlan(false)), trunk), task(null), NOW, RING));
        var anywhere =
                new Trunk(1, "o", Trunk.Kind.SIP, "{}").calling(french, List.of(Destinations.ANYWHERE));
        assertEquals(later(NOW.plusSeconds(60), Reason.TRUNK_PAUSED),
                decide(with(Rules.of(new RetryPlan(false)), anywhere), task(null), NOW, RING));
    }

    @Test
    void while_such_a_trunk_rests_a_task_waits_until_that_is_over_and_for_a_minute_at_most() {
        var german = new Destinations(Set.of("DE"), Set.of());
        var trunk = new Trunk(1, "o", Trunk.Kind.SIP, "{}")
                .calling(new Destinations(Set.of("FR"), Set.of()), List.of(german));
        BatchCall batch = with(Rules.of(new RetryPlan(false)), trunk);
        Map.of(10, 10, 300, 60, 0, 5, -5, 5).forEach((over, waits) -> assertEquals(
                later(NOW.plusSeconds(waits), Reason.TRUNK_PAUSED),
                new Admission(NOW, RING, Map.of("o", NOW.plusSeconds(over))).decide(batch, task(null))));
        assertEquals(later(NOW.plusSeconds(60), Reason.TRUNK_PAUSED),
                new Admission(NOW, RING, Map.of("another", NOW.plusSeconds(10))).decide(batch, task(null)));
    }

    @Test
    void a_task_waits_for_the_window_of_its_person_and_says_where_that_is_when_it_is_open() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        BatchCall batch = with(new Rules(new Hours(null, List.of(CallingWindow.DEFAULT_LIVE), null, Map.of()),
                new RetryPlan(false), null, null), null);
        assertEquals(new Verdict.Dial(List.of(berlin)), decide(batch, task(null), NOW, RING));
        Instant night = Instant.parse("2026-03-01T20:00:00Z");
        assertEquals(later(Instant.parse("2026-03-02T07:00:00Z"), Reason.OUTSIDE_WINDOW),
                decide(batch, task(null), night, RING));
    }

    @Test
    void where_nobody_knows_the_zone_or_no_hour_is_left_a_task_is_never_dialled() {
        Task nowhere =
                new Task(new CallKey(1, 0, 1), new Callee("+99980000000"), 0, 1, "agent_1", null, null, false,
                        Task.Facts.NONE);
        var open = new Hours(null, List.of(CallingWindow.DEFAULT_LIVE), null, Map.of());
        assertEquals(never(Reason.UNKNOWN_TIME_ZONE), decide(
                with(new Rules(open, new RetryPlan(false), null, null), null), nowhere, NOW, RING));
        var night = new CallingWindow(List.of(new CallingWindow.Span(Set.of(DayOfWeek.values()),
                LocalTime.of(22, 0), LocalTime.of(23, 0))));
        var shut = new Hours(null, List.of(CallingWindow.DEFAULT_LIVE, night), null, Map.of());
        assertEquals(never(Reason.WINDOW_IMPOSSIBLE), decide(
                with(new Rules(shut, new RetryPlan(false), null, null), null), task(null), NOW, RING));
    }

    private static BatchCall with(Rules rules, @Nullable Trunk trunk) {
        return new BatchCall(1, "o", "+4930123456", "agent_1", rules, Rank.DEFAULT, trunk);
    }

    private static Verdict decide(BatchCall batch, Task task, Instant now, Duration ring) {
        return new Admission(now, ring).decide(batch, task);
    }

    private static Verdict never(Reason reason) {
        return new Verdict.Never(reason);
    }

    private static Verdict later(Instant at, Reason reason) {
        return new Verdict.Later(at, reason);
    }

    private static BatchCall batch(@Nullable QuietHours quiet, @Nullable Instant expiresAt) {
        return new BatchCall(1, "o", "+4930123456", "agent_1",
                new Rules(Hours.of(quiet), new RetryPlan(false), expiresAt, null), Rank.DEFAULT, null);
    }

    private static Task task(@Nullable Instant notBefore) {
        return task(notBefore, Task.Facts.NONE);
    }

    private static Task task(@Nullable Instant notBefore, Task.Facts facts) {
        return new Task(new CallKey(1, 0, 1), new Callee("+4915112345678"), 0, 1, "agent_1", null, notBefore,
                false,
                facts);
    }

    private static Task suppressed() {
        return task(null, new Task.Facts(true, false, 0));
    }

    private static Task busy() {
        return task(null, new Task.Facts(false, true, 0));
    }
}
