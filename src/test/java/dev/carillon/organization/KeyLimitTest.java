package dev.carillon.organization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import dev.carillon.base.Refusal;
import dev.carillon.base.VirtualTimeline;
import dev.carillon.http.Allowance;

class KeyLimitTest {

    private final VirtualTimeline timeline = new VirtualTimeline(Instant.parse("2026-05-01T10:00:00Z"));

    private KeyLimit limit(int perSecond, int atOnce) {
        return new KeyLimit(new KeyLimit.Pace(perSecond, atOnce), timeline);
    }

    private static boolean taken(KeyLimit limit, String key) {
        return limit.count(key).refusal() == null;
    }

    /** How many of so many at once are within the limit. */
    private static long taken(KeyLimit limit, String key, int asked) {
        return IntStream.range(0, asked).filter(i -> taken(limit, key)).count();
    }

    @Test
    void a_key_may_ask_so_often_at_once_and_then_as_often_as_time_gives_back() {
        KeyLimit limit = limit(10, 20);
        assertEquals(20, taken(limit, "a", 50));
        timeline.advance(Duration.ofMillis(99));
        assertEquals(0, taken(limit, "a", 50));
        timeline.advance(Duration.ofMillis(1));
        assertEquals(1, taken(limit, "a", 50));
        timeline.advance(Duration.ofMillis(700));
        assertEquals(7, taken(limit, "a", 50));
        timeline.advance(Duration.ofHours(5));
        assertEquals(20, taken(limit, "a", 50), "never more than at once, however long it waited");
    }

    @Test
    void what_is_refused_takes_nothing_so_who_asks_too_early_waits_no_longer() {
        KeyLimit limit = limit(1, 1);
        assertEquals(1, taken(limit, "a", 1_000));
        timeline.advance(Duration.ofSeconds(1));
        assertTrue(taken(limit, "a"));
    }

    @Test
    void no_key_pays_for_another() {
        KeyLimit limit = limit(5, 5);
        assertEquals(5, taken(limit, "a", 100));
        assertEquals(5, taken(limit, "b", 5));
        assertEquals(0, taken(limit, "a", 1));
    }

    @Test
    void the_refusal_names_the_limit_what_is_allowed_and_when_to_come_again() {
        KeyLimit limit = limit(10, 20);
        assertEquals(20, taken(limit, "a", 20));
        Refusal refusal = refusal(limit.count("a"));
        assertEquals(Refusal.Code.TOO_MANY, refusal.code());
        assertEquals(1, refusal.retryAfterSeconds(), "a tenth of a second, rounded up");
        assertEquals("rate limit of this key: too many requests; allowed: 10 a second, 20 at once;"
                + " ask again in 1 s", refusal.text());
    }

    private static Refusal refusal(Allowance allowance) {
        @Nullable Refusal refusal = allowance.refusal();
        assertNotNull(refusal);
        return refusal;
    }

    @Test
    void the_policy_is_how_many_at_once_over_the_time_in_which_they_come_back_in_whole_seconds() {
        assertEquals("\"key\";q=100;w=1", limit(100, 100).count("a").policy());
        assertEquals("\"key\";q=200;w=2", limit(100, 200).count("a").policy());
        assertEquals("\"key\";q=250;w=3", limit(100, 250).count("a").policy());
        assertEquals("\"key\";q=5;w=1", limit(100, 5).count("a").policy());
        assertEquals("\"key\";q=60;w=60", limit(1, 60).count("a").policy());
    }

    @Test
    void what_is_left_is_told_with_the_seconds_over_which_it_may_be_spread() {
        KeyLimit limit = limit(2, 4);
        for (String left : new String[]{"3;t=2", "2;t=1", "1;t=1", "0;t=1", "0;t=1"}) {
            assertEquals("\"key\";r=" + left, limit.count("a").left());
        }
        timeline.advance(Duration.ofMillis(1_499));
        assertEquals("\"key\";r=1;t=1", limit.count("a").left());
        assertEquals("\"key\";r=59;t=59", limit(1, 60).count("a").left());
    }

    @Test
    void who_spreads_what_is_left_over_the_seconds_told_with_it_is_never_refused() {
        KeyLimit limit = limit(3, 7);
        String left = limit.count("a").left();
        for (int i = 0; i < 500; i++) {
            int requests = number(left, 'r');
            int seconds = number(left, 't');
            timeline.advance(
                    Duration.ofMillis(requests == 0 ? seconds * 1_000L : seconds * 1_000L / requests));
            Allowance allowance = limit.count("a");
            assertNull(allowance.refusal(), "request " + i + " after " + left);
            left = allowance.left();
        }
    }

    private static int number(String field, char parameter) {
        return Integer.parseInt(field.replaceFirst(".*;" + parameter + "=([0-9]+).*", "$1"));
    }

    @Test
    void a_day_of_polling_every_second_never_meets_a_limit_of_one_a_second() {
        KeyLimit limit = limit(1, 1);
        for (int i = 0; i < 86_400; i++) {
            assertTrue(taken(limit, "a"));
            timeline.advance(Duration.ofSeconds(1));
        }
    }

    @Test
    void however_many_ask_at_the_same_time_no_more_are_taken_than_is_allowed() throws InterruptedException {
        KeyLimit limit = limit(10, 1_000);
        var taken = new AtomicInteger();
        var threads = IntStream.range(0, 8).mapToObj(i -> Thread.ofVirtual().start(() -> {
            for (int n = 0; n < 1_000; n++) {
                taken.addAndGet(taken(limit, "a") ? 1 : 0);
            }
        })).toList();
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(1_000, taken.get());
    }

    @Test
    void a_bounded_number_of_keys_is_remembered_and_each_only_until_it_may_ask_all_again() {
        KeyLimit limit = limit(1, 600);
        assertEquals(600, taken(limit, "a", 1_000));
        timeline.advance(Duration.ofSeconds(599));
        assertEquals(599, taken(limit, "a", 1_000), "remembered while it has not filled up");
        for (int i = 0; i < 3 * KeyLimit.MOST_KEYS; i++) {
            limit.count("key " + i);
        }
        assertTrue(limit.remembered() <= KeyLimit.MOST_KEYS, () -> limit.remembered() + " are remembered");
        timeline.advance(Duration.ofSeconds(601));
        assertEquals(0, limit.remembered());
    }
}
