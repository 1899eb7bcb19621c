package dev.carillon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.carillon.WholeServer.Ask;
import dev.carillon.WholeServer.Member;
import dev.carillon.http.Scope;
import dev.carillon.http.ServerFixture;
import dev.carillon.organization.Credentials;
import dev.carillon.organization.KeyLimit;

/** All routes of the product, each key held to 2 requests a second and 5 at once, by a clock that stands. */
@Tag("database")
class RateLimitTest {

    private static final int AT_ONCE = 5;
    private static final Ask LIST = new Ask("GET", "/batch-call/list", "");
    private static final Ask HEAD = new Ask("HEAD", "/batch-call/list", "");
    private static final Ask WRONG = new Ask("GET", "/batch-call/list?limit=0", "");
    private static final Ask CREATE = new Ask("POST", "/batch-call",
            """
            {'from_number': '+99970000000', 'agent_id': 'agent_x', 'tasks': [{'to_number': '+99970010010'}]}""");

    private final WholeServer server =
            new WholeServer(timeline -> new KeyLimit(new KeyLimit.Pace(2, AT_ONCE), timeline));
    private final Member member = server.member();
    private final Credentials key = member.key(Scope.OPERATE);

    @AfterEach
    void stop() {
        server.close();
    }

    private void exhaust() {
        for (int i = 0; i < AT_ONCE; i++) {
            assertEquals(200, server.send(key, LIST).statusCode());
        }
    }

    private static void assertLeft(String left, HttpResponse<String> response) {
        assertEquals(List.of("\"key\";q=5;w=3"), response.headers().allValues("RateLimit-Policy"));
        assertEquals(List.of("\"key\";" + left), response.headers().allValues("RateLimit"));
    }

    @Test
    void every_answer_to_a_key_tells_what_is_left_and_everything_that_it_asks_counts() {
        HttpResponse<String> first = server.send(key, LIST);
        assertLeft("r=4;t=2", first);
        String tag = first.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> unchanged = server.send(
                WholeServer.as(key, server.request(LIST)).header("If-None-Match", tag));
        assertEquals(304, unchanged.statusCode());
        assertLeft("r=3;t=2", unchanged);
        assertLeft("r=2;t=1", server.send(key, HEAD));
        HttpResponse<String> wrong = server.send(key, WRONG);
        assertEquals(400, wrong.statusCode());
        assertLeft("r=1;t=1", wrong);
        HttpResponse<String> created = server.send(key, CREATE);
        assertEquals(201, created.statusCode());
        assertLeft("r=0;t=1", created);
    }

    @Test
    void one_too_many_is_told_what_is_allowed_and_when_to_come_again_and_is_answered_then() {
        exhaust();
        HttpResponse<String> refused = server.send(key, LIST);
        assertEquals(429, refused.statusCode());
        assertEquals(List.of("1"), refused.headers().allValues("Retry-After"));
        assertLeft("r=0;t=1", refused);
        assertEquals("Too many requests", ServerFixture.json(refused).get("message").stringValue());
        assertEquals("rate limit of this key: too many requests; allowed: 2 a second, 5 at once;"
                + " ask again in 1 s", ServerFixture.json(refused).get("error").stringValue());
        server.timeline.advance(Duration.ofSeconds(1));
        HttpResponse<String> again = server.send(key, LIST);
        assertEquals(200, again.statusCode());
        assertLeft("r=1;t=1", again);
    }

    @Test
    void a_request_that_is_refused_does_nothing() {
        exhaust();
        var before = server.contents();
        assertEquals(429, server.send(key, HEAD).statusCode());
        assertEquals(429, server.send(key, CREATE).statusCode());
        assertEquals(before, server.contents());
    }

    /** The key that was just in use is known, and nothing else is asked of a database. */
    @Test
    void a_request_that_is_refused_asks_nothing_of_the_database() {
        exhaust();
        server.database.close();
        assertEquals(429, server.send(key, LIST).statusCode());
    }

    @Test
    void no_key_pays_for_another_not_even_for_one_of_its_organisation() {
        exhaust();
        assertEquals(429, server.send(key, LIST).statusCode());
        assertLeft("r=4;t=2", server.send(member.key(Scope.READ), LIST));
        assertLeft("r=4;t=2", server.send(server.member().key(Scope.OPERATE), LIST));
    }

    @Test
    void who_does_not_know_the_secret_uses_up_nothing() {
        for (int i = 0; i < 2 * AT_ONCE; i++) {
            HttpResponse<String> wrong =
                    server.send(new Credentials(key.key(), "s3cr3t_" + "x".repeat(40)), LIST);
            assertEquals(401, wrong.statusCode());
            assertUntold(wrong);
        }
        assertLeft("r=4;t=2", server.send(key, LIST));
    }

    private static void assertUntold(HttpResponse<String> response) {
        assertEquals(Optional.empty(), response.headers().firstValue("RateLimit-Policy"));
        assertEquals(Optional.empty(), response.headers().firstValue("RateLimit"));
    }

    @Test
    void what_its_scope_forbids_counts_for_a_key_too() {
        Credentials reader = member.key(Scope.READ);
        HttpResponse<String> forbidden = server.send(reader, CREATE);
        assertEquals(403, forbidden.statusCode());
        assertLeft("r=4;t=2", forbidden);
    }

    @Test
    void what_needs_no_key_has_no_limit() {
        exhaust();
        for (String open : List.of("/health/live", "/metrics", "/openapi.yaml", "/nothing")) {
            for (int i = 0; i < 2 * AT_ONCE; i++) {
                HttpResponse<String> answer = server.send(key, new Ask("GET", open, ""));
                assertTrue(answer.statusCode() != 429, open);
                assertUntold(answer);
            }
        }
    }

    @Test
    void without_a_limit_nothing_is_told_of_one() {
        try (var free = new WholeServer()) {
            Credentials any = free.member().key(Scope.READ);
            for (int i = 0; i < 50; i++) {
                HttpResponse<String> answer = free.send(any, LIST);
                assertEquals(200, answer.statusCode());
                assertUntold(answer);
            }
        }
    }
}
