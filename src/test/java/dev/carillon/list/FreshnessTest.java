package dev.carillon.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import dev.carillon.Law;
import dev.carillon.base.Chance;
import dev.carillon.base.Patience;
import dev.carillon.http.ServerFixture;

/**
 * How old answers are at their first byte, and that they never go back, while a batch moves as fast as it can
 * and the way to the database stutters and is cut. Whatever is not young enough is an error.
 */
@Tag("database")
@Law({"Freshness", "Monotone"})
class FreshnessTest {

    private static final long SEED = 20261124;
    private static final Duration RUN = Duration.ofSeconds(6);
    private static final Duration LONG = Duration.ofSeconds(30);
    /** Two moments of different answers are told apart only when they are so far from each other. */
    private static final long DATING_MILLIS = 20;
    /** More than a whole list holds back before it looks at its age. */
    private static final int OTHERS = 150;
    /** The batch that moves is older than the others. */
    private static final String MOVING_FIRST = "sort_by=created_at&sort_order=ascending";

    private final StutteringLine line = StutteringLine.open();
    private final ListFixture list = new ListFixture(ListSettings.defaults(), line::to);
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean over;

    @AfterEach
    void close() {
        client.close();
        list.close();
        line.close();
    }

    /** One answer: when it was asked for, when its first byte came, and what it said. */
    private record Told(int status, Instant asked, Instant firstByte, String body) {

        private JsonNode data() {
            return ServerFixture.JSON.readTree(body).get("data");
        }

        private long asOf() {
            return data().get("metrics_as_of").longValue();
        }

        private long ageMillis() {
            return firstByte.toEpochMilli() - asOf();
        }

        private int sent() {
            return data().get("batch_calls").get(0).get("sent").intValue();
        }
    }

    private Told ask(String query) {
        Instant asked = list.timeline.now();
        Instant[] firstByte = {asked};
        try {
            var response = client.send(list.request(query).timeout(LONG).build(), info -> {
                firstByte[0] = list.timeline.now();
                return BodySubscribers.ofString(StandardCharsets.UTF_8);
            });
            return new Told(response.statusCode(), asked, firstByte[0], response.body());
        } catch (IOException e) {
            return new Told(0, asked, asked, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Asks again and again until it is over; the list holds all answers in their order. */
    private List<Told> asking(String query) {
        List<Told> answers = Collections.synchronizedList(new ArrayList<>());
        threads.add(Thread.ofVirtual().start(() -> {
            while (!over) {
                answers.add(ask(query));
            }
        }));
        return answers;
    }

    private void end() throws InterruptedException {
        over = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void keepsItsAge(String mode, List<Told> answers, long mostMillis) {
        List<Told> good = answers.stream().filter(a -> a.status() == 200).toList();
        long oldest = good.stream().mapToLong(Told::ageMillis).max().orElse(0);
        System.out.println(mode + ": " + answers.size() + " answers, " + good.size() + " good, the oldest "
                + oldest + " ms");
        assertTrue(good.size() > 2, mode + " answers: " + answers.size() + ", good ones: " + good.size());
        assertTrue(oldest <= mostMillis, mode + ": an answer was " + oldest + " ms old");
        // What the database leaves in its middle is broken off, so that it never looks whole.
        int brokenOff = mode.equals("whole") ? 0 : 503;
        answers.stream().filter(a -> a.status() != 200).forEach(a -> assertTrue(
                a.status() == 503 || a.status() == 429 || a.status() == brokenOff, a.toString()));
    }

    private static void neverGoesBack(String mode, List<Told> answers, long apartMillis) {
        Told before = null;
        for (Told answer : answers) {
            if (answer.status() != 200) {
                continue;
            }
            if (before != null && answer.asOf() - before.asOf() > apartMillis) {
                assertTrue(answer.sent() >= before.sent(), mode + ": " + before + " and then " + answer);
            }
            before = answer;
        }
    }

    @Test
    void every_answer_keeps_the_age_of_its_mode_or_is_an_error() throws Exception {
        RandomGenerator random = Chance.seeded(SEED);
        System.out.println("seed " + SEED);
        try (MovingBatch batch = MovingBatch.in(list)) {
            list.addMany(list.organization, OTHERS);
            List<Told> fast = asking("?performance_mode=fast&" + MOVING_FIRST);
            List<Told> ultra = asking("?performance_mode=ultra_fast&" + MOVING_FIRST);
            List<Told> accurate = asking("?performance_mode=accurate&" + MOVING_FIRST);
            List<Told> whole = asking("?limit=&" + MOVING_FIRST);
            Patience.rest(RUN.dividedBy(3));
            for (int i = 0; i < 12; i++) {
                line.stutter(Duration.ofMillis(random.nextInt(i < 9 ? 400 : 1800)));
                Patience.rest(Duration.ofMillis(random.nextInt(150)));
            }
            line.cut();
            Patience.rest(RUN.dividedBy(3));
            line.mend();
            assertTrue(Patience.until(LONG, () -> List.of(fast, ultra, accurate, whole).stream()
                    .allMatch(all -> all.getLast().status() == 200)), "all of them recover");
            assertTrue(Patience.until(LONG, () -> batch.steps() > 100),
                    () -> "the batch moved " + batch.steps() + " steps");
            end();
            keepsItsAge("fast", fast, 250);
            keepsItsAge("ultra_fast", ultra, 1000);
            keepsItsAge("whole", whole, 250);
            keepsItsAge("accurate", accurate, Long.MAX_VALUE);
            accurate.stream().filter(a -> a.status() == 200).forEach(
                    a -> assertTrue(a.asOf() >= a.asked().toEpochMilli(), "older than its question: " + a));
            neverGoesBack("fast", fast, Long.MIN_VALUE);
            neverGoesBack("accurate", accurate, Long.MIN_VALUE);
            neverGoesBack("ultra_fast", ultra, DATING_MILLIS);
        }
    }

    @Test
    void of_two_answers_one_after_the_other_the_second_never_shows_less_whichever_mode_they_have()
            throws Exception {
        try (MovingBatch batch = MovingBatch.in(list)) {
            List<String> modes = List.of("fast", "accurate", "fast", "accurate", "accurate", "fast");
            int before = 0;
            for (int i = 0; i < 60; i++) {
                Told answer = ask("?performance_mode=" + modes.get(i % modes.size()));
                assertEquals(200, answer.status(), answer.body());
                JsonNode row = answer.data().get("batch_calls").get(0);
                assertEquals(answer.sent(), row.get("completed").intValue(), "one snapshot");
                assertEquals(0, answer.sent() % MovingBatch.STEP, "no half of a transaction");
                assertTrue(answer.sent() >= before, before + " and then " + answer);
                before = answer.sent();
            }
            assertTrue(batch.steps() > 0);
        }
    }

    @Test
    void a_kept_page_is_served_while_the_database_is_away_and_refused_once_it_is_too_old() {
        list.add(ListFixture.Batch.named("kept"));
        String query = "?performance_mode=ultra_fast";
        assertEquals(200, ask(query).status());
        line.cut();
        Told kept = ask(query);
        assertEquals(200, kept.status(), kept.body());
        assertTrue(Patience.until(LONG, () -> {
            Told answer = ask(query);
            assertTrue(answer.status() == 503 || answer.ageMillis() <= 1000, answer.toString());
            return answer.status() == 503;
        }));
        line.mend();
        assertTrue(Patience.until(LONG, () -> ask(query).status() == 200), "and served again afterwards");
    }
}
