package dev.carillon.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.carillon.Law;
import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.Patience;
import dev.carillon.batch.ApiHouse.Reply;
import dev.carillon.call.BatchCall;
import dev.carillon.call.CarrierEvent;
import dev.carillon.dial.CallPlan;
import dev.carillon.dial.Carrier;
import dev.carillon.dial.Claim;
import dev.carillon.dial.Claim.Decision;
import dev.carillon.dial.ClaimRequest;
import dev.carillon.dial.DialSettings;
import dev.carillon.dial.Dialer;
import dev.carillon.dial.Inbox;
import dev.carillon.dial.Look;
import dev.carillon.doctor.Doctor;
import dev.carillon.ledger.PostgresLedger;
import dev.carillon.upkeep.Upkeep;

/** A node on a real ledger and virtual time obeys an edit within a second, even when nobody nudges it. */
@Tag("database")
@Law("Obedience")
class ObedienceTest {

    private static final Duration OBEYED = Duration.ofSeconds(1);
    private static final int TASKS = 300;

    private final ApiHouse house = new ApiHouse();
    private final List<Instant> placed = new ArrayList<>();
    private final Upkeep upkeep = new Upkeep(house.database);
    private PostgresLedger ledger;
    private Dialer dialer;

    /** Calls that ring for ever. */
    private final Carrier carrier = new Carrier() {

        @Override
        public void place(CallPlan plan, Consumer<CarrierEvent> told) {
            placed.add(house.timeline.now());
        }

        @Override
        public void hangUp(CallKey call) {
            // Nobody hears it.
        }
    };

    @BeforeEach
    void begin() {
        // Dead by the clock on the wall, which the doctor asks: what is late is not this test's affair.
        long node = Long.parseLong(house.value("insert into node (started_at, lease_until) values"
                + " ('2026-03-01Z', '2026-03-02Z') returning node_id"));
        house.execute("insert into usage (organization_id, scope, id, free_at) select organization_id, 40,"
                + " trunk_id::text, '2026-03-01Z' from trunk");
        ledger = new PostgresLedger(house.database::connection, node, Duration.ofHours(6));
        dialer = new Dialer(new Dialer.Ports(ledger, () -> true, _ -> carrier, house.timeline), new Inbox(),
                DialSettings.defaults());
    }

    @AfterEach
    void close() {
        ledger.close();
        house.close();
    }

    private String batch(String more) {
        String tasks = IntStream.range(0, TASKS).mapToObj(i -> "{'to_number': '+1415555%04d'}".formatted(i))
                .collect(Collectors.joining(","));
        return house.create(BatchCreateTest.tasks(tasks, "'agent_id': 'agent_a', " + more));
    }

    private void run(Duration length) {
        Instant end = house.timeline.now().plus(length);
        while (house.timeline.now().isBefore(end)) {
            dialer.step(house.timeline.now());
            house.timeline.advance(Duration.ofMillis(20));
        }
    }

    /** How many calls were placed meanwhile. */
    private int during(Duration length) {
        int before = placed.size();
        run(length);
        return placed.size() - before;
    }

    private void edit(String id, String body) {
        Reply reply = house.patch(id, body);
        assertEquals(200, reply.status(), reply.text());
    }

    private void lawsHold() {
        assertEquals(List.of(), new Doctor(house.database).examine());
        assertEquals(0, ledger.deadlocks());
    }

    @Test
    @Law("Window")
    void nothing_is_placed_in_hours_that_are_quiet_by_now() {
        String id = batch("'pacing': {'calls_per_second': 20}");
        assertTrue(during(OBEYED) > 10);
        edit(id, "{'quiet_hours': {'start_time': '09:00', 'end_time': '18:00'}}");
        run(OBEYED);
        assertEquals(0, during(Duration.ofSeconds(3)));
        lawsHold();
    }

    @Test
    @Law("Progress")
    void what_waited_for_quiet_hours_that_are_no_more_is_placed() {
        String id = batch("'quiet_hours': {'start_time': '09:00', 'end_time': '18:00'}");
        assertEquals(0, during(Duration.ofSeconds(2)));
        edit(id, "{'quiet_hours': null}");
        assertTrue(upkeep.step(house.timeline.now()) > 0);
        assertEquals(TASKS, during(OBEYED));
        lawsHold();
    }

    @Test
    void a_batch_that_was_made_faster_is_fast() {
        String id = batch("'pacing': {'calls_per_second': 0.01}");
        assertEquals(1, during(Duration.ofSeconds(3)));
        edit(id, "{'pacing': {'calls_per_second': 50}}");
        assertTrue(during(OBEYED) > 30, placed.toString());
        lawsHold();
    }

    @Test
    void a_batch_that_was_made_slower_is_slow() {
        String id = batch("'pacing': {'calls_per_second': 50}");
        run(OBEYED);
        edit(id, "{'pacing': {'calls_per_second': 1}}");
        run(OBEYED);
        assertTrue(during(Duration.ofSeconds(3)) <= 4, placed.toString());
        lawsHold();
    }

    @Test
    @Law("Capacity")
    void calls_above_a_new_limit_end_in_peace_and_none_is_added() {
        String id = batch("'pacing': {'max_live_calls': 20}");
        run(OBEYED);
        assertEquals(20, placed.size());
        edit(id, "{'pacing': {'max_live_calls': 5}}");
        assertEquals(0, during(Duration.ofSeconds(3)));
        lawsHold();
        edit(id, "{'pacing': {'max_live_calls': 25}}");
        assertEquals(5, during(OBEYED));
        lawsHold();
    }

    @Test
    void nothing_is_placed_after_an_end_that_was_put_earlier() {
        String id = batch("'pacing': {'calls_per_second': 20}");
        run(OBEYED);
        edit(id, "{'expires_at': '" + house.timeline.now().plusSeconds(2) + "'}");
        run(Duration.ofSeconds(3));
        assertEquals(0, during(Duration.ofSeconds(2)));
        assertEquals("true", house.value("select (count(*) > 200)::text from task where reason = 'expired'"));
        lawsHold();
    }

    @Test
    void a_status_that_is_asked_for_is_obeyed_like_the_action() {
        String id = batch("'pacing': {'calls_per_second': 20}");
        run(OBEYED);
        edit(id, "{'status': 'paused'}");
        run(OBEYED);
        assertEquals(0, during(OBEYED));
        edit(id, "{'status': 'sent'}");
        assertTrue(during(OBEYED) > 10);
        edit(id, "{'status': 'cancelled'}");
        run(OBEYED);
        assertEquals(0, during(OBEYED));
        assertEquals(409, house.delete(id).status(), "its calls still ring");
        lawsHold();
    }

    @Test
    @Law("Ledger")
    void an_edit_waits_for_the_claim_in_flight_and_both_are_whole() throws Exception {
        String id = batch("'retry_config': {'enabled': true}");
        BatchCall known = ledger.survey(house.timeline.now(), Look.atAll(Set.of())).prospects().getFirst()
                .batch();
        Instant now = house.timeline.now();
        var request = new ClaimRequest(now, List.of(new ClaimRequest.Share(known, 50)), false);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor(); Claim claim = ledger.claim(request)) {
            Future<Reply> edited = threads.submit(() -> house.patch(id,
                    "{'retry_config': {'max_attempts': 7}, 'pacing': {'max_live_calls': 1}}"));
            Future<Reply> deleted = threads.submit(() -> house.delete(id));
            assertTrue(Patience.until(Duration.ofSeconds(20), () -> house
                    .value("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                            + " and datname = current_database()")
                    .equals("2")));
            claim.open(claim.candidates().stream().<Decision>map(c -> new Decision.Open(c, List.of(), now,
                    now.plusMillis(400), now.plusSeconds(3600))).toList(), Map.of());
            assertEquals(200, edited.get().status(), edited.get().text());
            assertEquals(400, deleted.get().status());
        }
        assertEquals("7 50 50 1", house.value("""
                select concat_ws(' ', b.max_attempts, p.calling, u.live, u.max_live) from batch_call b
                join batch_progress p using (batch_id)
                join usage u on u.scope = 10 and u.id = b.batch_id::text"""));
        house.timeline.advance(Duration.ofSeconds(3));
        while (upkeep.step(house.timeline.now()) > 0) {
            // The budgets of the tasks that were not claimed.
        }
        assertEquals("3x50 7x250", house.value("select string_agg(budget || 'x' || n, ' ' order by budget)"
                + " from (select budget, count(*) as n from task group by 1) x"));
        assertEquals(0, house.database.lockRetries());
        lawsHold();
    }
}
