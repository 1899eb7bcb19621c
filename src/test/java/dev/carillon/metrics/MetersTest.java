package dev.carillon.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import com.sun.management.ThreadMXBean;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.Outcome;
import dev.carillon.call.Trunk;
import dev.carillon.dial.AttemptChange;
import dev.carillon.dial.Claim;
import dev.carillon.dial.ClaimRequest;
import dev.carillon.dial.DialLedger;
import dev.carillon.dial.LedgerAway;
import dev.carillon.dial.Look;
import dev.carillon.dial.Placement;
import dev.carillon.dial.Resumed;
import dev.carillon.dial.Survey;
import dev.carillon.dial.TrunkRest;

class MetersTest {

    private static final int TIMES = 100_000;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    private static Trunk trunk(long id) {
        return new Trunk(id, "organization", Trunk.Kind.SANDBOX, "{}");
    }

    @Test
    void a_request_is_counted_without_making_anything() {
        var meters = new RequestMeters(registry);
        long first = allocated(() -> ask(meters));
        long second = allocated(() -> ask(meters));
        assertTrue(second < 2 * TIMES, "bytes a request: " + (double) second / TIMES + ", at first "
                + (double) first / TIMES);
        assertTrue(registry.scrape().contains("route=\"/batch-call/list\",status=\"200\"} " + 2 * TIMES));
    }

    private static void ask(RequestMeters meters) {
        for (int i = 0; i < TIMES; i++) {
            meters.answered("GET", "/batch-call/list", 200, 1_000 + i);
        }
    }

    /** Bytes, by the counter that the virtual machine keeps for each thread. */
    private static long allocated(Runnable work) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        work.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void the_trunks_after_the_first_hundred_share_a_label() {
        var meters = new DialMeters(registry);
        for (long id = 1; id <= DialMeters.TRUNKS + 50; id++) {
            meters.opened(trunk(id));
            meters.placed(trunk(id));
            meters.ended(trunk(id), Outcome.BUSY);
        }
        meters.left(trunk(3));
        meters.left(trunk(DialMeters.TRUNKS + 3));
        String page = registry.scrape();
        assertTrue(page.contains("carillon_dial_opened_total{trunk=\"100\"} 1"), page);
        assertTrue(page.contains("carillon_dial_placed_total{trunk=\"others\"} 50"), page);
        assertTrue(page.contains("carillon_dial_ended_total{outcome=\"busy\",trunk=\"others\"} 50"), page);
        assertTrue(page.contains("carillon_dial_live_calls{trunk=\"3\"} 0"), page);
        assertTrue(page.contains("carillon_dial_live_calls{trunk=\"others\"} 49"), page);
        assertEquals(DialMeters.TRUNKS + 1,
                page.lines().filter(line -> line.startsWith("carillon_dial_opened_total{")).count());
    }

    @Test
    void a_trunk_that_failed_a_call_has_it_no_more_and_one_that_rests_says_so() {
        var meters = new DialMeters(registry);
        meters.opened(trunk(1));
        meters.moved(trunk(1), trunk(2));
        meters.rests(trunk(1), rest(trunk(1), Outcome.TRUNK_UNREACHABLE));
        meters.rests(trunk(2), rest(trunk(2), Outcome.TRUNK_CONFIG));
        meters.rests(trunk(2), null);
        meters.rests(trunk(3), rest(trunk(3), Outcome.TRUNK_CONFIG));
        String page = registry.scrape();
        assertTrue(page.contains("carillon_dial_live_calls{trunk=\"1\"} 0"), page);
        assertTrue(page.contains("carillon_dial_live_calls{trunk=\"2\"} 1"), page);
        assertTrue(page.contains("carillon_dial_moved_total{trunk=\"1\"} 1"), page);
        assertTrue(page.contains("carillon_dial_trunk_resting{reason=\"trunk_unreachable\",trunk=\"1\"} 1"),
                page);
        assertTrue(page.contains("carillon_dial_trunk_resting{reason=\"trunk_config\",trunk=\"2\"} 0"), page);
        assertTrue(page.contains("carillon_dial_trunk_resting{reason=\"trunk_config\",trunk=\"3\"} 1"), page);
        meters.works(trunk(3));
        assertTrue(registry.scrape()
                .contains("carillon_dial_trunk_resting{reason=\"trunk_config\",trunk=\"3\"} 0"));
    }

    @Test
    void of_the_trunks_that_share_a_label_it_is_told_how_many_rest() {
        var meters = new DialMeters(registry);
        for (long id = 1; id <= DialMeters.TRUNKS + 3; id++) {
            meters.opened(trunk(id));
        }
        for (int i = 1; i <= 3; i++) {
            Trunk other = trunk(DialMeters.TRUNKS + i);
            meters.rests(other, rest(other, Outcome.TRUNK_UNREACHABLE));
            meters.rests(other, rest(other, i < 3 ? Outcome.TRUNK_UNREACHABLE : Outcome.TRUNK_CONFIG));
        }
        String others = "carillon_dial_trunk_resting{reason=\"%s\",trunk=\"others\"} %d";
        assertTrue(registry.scrape().contains(others.formatted("trunk_unreachable", 2)), registry::scrape);
        assertTrue(registry.scrape().contains(others.formatted("trunk_config", 1)), registry::scrape);
        meters.rests(trunk(DialMeters.TRUNKS + 1), null);
        meters.works(trunk(DialMeters.TRUNKS + 1));
        meters.works(trunk(DialMeters.TRUNKS + 3));
        assertTrue(registry.scrape().contains(others.formatted("trunk_unreachable", 1)), registry::scrape);
        assertTrue(registry.scrape().contains(others.formatted("trunk_config", 0)), registry::scrape);
    }

    private static TrunkRest rest(Trunk trunk, Outcome why) {
        return new TrunkRest(trunk, why, "words", Instant.EPOCH, Instant.EPOCH);
    }

    @Test
    void a_method_that_nobody_knows_is_other() {
        var meters = new RequestMeters(registry);
        var labels = new HashSet<String>();
        for (String method : List.of("BREW", "brew", "x\"y", "GET")) {
            meters.answered(method, "none", 404, 1);
        }
        registry.scrape().lines().filter(line -> line.contains("_count{"))
                .forEach(line -> labels.add(line.substring(line.indexOf('{'))));
        assertEquals(Set.of("{method=\"other\",route=\"none\",status=\"404\"} 3",
                "{method=\"GET\",route=\"none\",status=\"404\"} 1"), labels);
    }

    @Test
    void the_web_servers_own_answers_are_counted_by_status() {
        var meters = new RequestMeters(registry);
        meters.early(431);
        meters.early(431);
        assertTrue(registry.scrape().contains("carillon_http_early_answers_total{status=\"431\"} 2"));
    }

    @Test
    void a_step_of_the_ledger_that_fails_is_timed_as_well() {
        var ledger = new TimedLedger(new Away(), registry);
        assertThrows(LedgerAway.class, () -> ledger.record(List.of()));
        assertThrows(LedgerAway.class, () -> ledger.survey(Instant.EPOCH, Look.atAll(Set.of())));
        assertEquals(2, ledger.takeOver(Instant.EPOCH));
        String page = registry.scrape();
        assertTrue(page.contains("carillon_ledger_step_duration_seconds_count{step=\"record\"} 1"), page);
        assertTrue(page.contains("carillon_ledger_step_duration_seconds_count{step=\"survey\"} 1"), page);
        assertTrue(page.contains("carillon_ledger_taken_over_total 2"), page);
    }

    /** Answers only when asked to take over. */
    private static final class Away implements DialLedger {

        private static LedgerAway away() {
            return new LedgerAway("away", false, new IllegalStateException());
        }

        @Override
        public Survey survey(Instant now, Look look) {
            throw away();
        }

        @Override
        public Claim claim(ClaimRequest request) {
            throw away();
        }

        @Override
        public List<AttemptChange> record(List<AttemptChange> changes) {
            throw away();
        }

        @Override
        public List<Placement> placeElsewhere(List<Placement.Failed> failed, Set<Long> resting, Instant now,
                Placement.Chooser chooser) {
            throw away();
        }

        @Override
        public void keepRests(List<TrunkRest> rests) {
            throw away();
        }

        @Override
        public void turnBatches(Instant now) {
            throw away();
        }

        @Override
        public void stopBatches(Instant now) {
            throw away();
        }

        @Override
        public int takeOver(Instant now) {
            return 2;
        }

        @Override
        public int takeOverSelf(Instant now) {
            throw away();
        }

        @Override
        public List<Resumed> resume() {
            return List.of();
        }

        @Override
        public int disown(Set<CallKey> known, Instant now) {
            throw away();
        }
    }
}
