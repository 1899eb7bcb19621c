package dev.carillon.organization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.carillon.base.Refusal;
import dev.carillon.base.VirtualTimeline;
import dev.carillon.http.Answer;
import dev.carillon.http.Caller;
import dev.carillon.http.Route;
import dev.carillon.http.Scope;
import dev.carillon.http.ServerFixture;

class WrongPairsTest {

    private static final Caller CALLER = new Caller("an0rganisation000001", Scope.READ);
    private static final String RIGHT = "right";
    private static final int A_MINUTE = 20;

    private final VirtualTimeline timeline = new VirtualTimeline(Instant.parse("2026-05-01T10:00:00Z"));
    private final WrongPairs pairs = new WrongPairs(WrongPairsTest::known, timeline);

    private static Caller known(String key, String secret) {
        return switch (secret) {
            case RIGHT -> CALLER;
            case "away" -> throw Refusal.retryable(Refusal.Code.UNAVAILABLE, "away", 1);
            default -> throw Refusal.of(Refusal.Code.UNAUTHENTICATED, "wrong");
        };
    }

    private Refusal refusal(String secret, String address) {
        return assertThrows(Refusal.class,
                () -> pairs.authenticate("key", secret, InetAddress.ofLiteral(address)));
    }

    private Refusal.Code wrong(String address) {
        return refusal("wrong", address).code();
    }

    private void exhaust(String address) {
        for (int i = 0; i < A_MINUTE; i++) {
            assertEquals(Refusal.Code.UNAUTHENTICATED, wrong(address), address + ", wrong pair " + i);
        }
        assertEquals(Refusal.Code.TOO_MANY, wrong(address));
    }

    @Test
    void after_20_wrong_pairs_in_a_minute_more_of_them_are_told_when_the_minute_is_over() {
        exhaust("192.0.2.1");
        assertEquals(60, refusal("wrong", "192.0.2.1").retryAfterSeconds());
        timeline.advance(Duration.ofSeconds(50).plusMillis(1));
        assertEquals(10, refusal("wrong", "192.0.2.1").retryAfterSeconds());
        timeline.advance(Duration.ofSeconds(10));
        exhaust("192.0.2.1");
    }

    @Test
    void a_right_pair_is_never_refused_and_counts_for_nothing() {
        InetAddress address = InetAddress.ofLiteral("192.0.2.1");
        for (int i = 0; i < 3 * A_MINUTE; i++) {
            assertEquals(CALLER, pairs.authenticate("key", RIGHT, address));
        }
        exhaust("192.0.2.1");
        assertEquals(CALLER, pairs.authenticate("key", RIGHT, address));
    }

    @Test
    void what_is_no_fault_of_the_pair_does_not_count() {
        for (int i = 0; i < 3 * A_MINUTE; i++) {
            assertEquals(Refusal.Code.UNAVAILABLE, refusal("away", "192.0.2.1").code());
        }
        exhaust("192.0.2.1");
        assertEquals(Refusal.Code.UNAVAILABLE, refusal("away", "192.0.2.1").code());
    }

    @Test
    void every_address_has_its_own_count_and_of_ipv6_every_64() {
        exhaust("192.0.2.1");
        exhaust("192.0.2.2");
        exhaust("2001:db8:0:1::1");
        assertEquals(Refusal.Code.TOO_MANY, wrong("2001:db8:0:1:ffff::2"));
        assertEquals(Refusal.Code.UNAUTHENTICATED, wrong("2001:db8:0:2::1"));
        assertEquals(Refusal.Code.TOO_MANY, wrong("::ffff:192.0.2.1"), "the same in the form of IPv6");
    }

    @Test
    void however_many_addresses_there_are_a_bounded_number_is_remembered() {
        for (int i = 0; i < 30_000; i++) {
            wrong("10." + i / 65_536 + "." + i / 256 % 256 + "." + i % 256);
        }
        assertTrue(pairs.remembered() <= 10_000, () -> pairs.remembered() + " are remembered");
    }

    @Test
    void over_http_the_connection_s_address_counts_and_what_a_header_says_does_not() {
        var route = new Route("GET", "/thing", Scope.READ, r -> new Answer(200, "Read", null));
        try (var server = new ServerFixture(List.of(route), pairs, e -> Optional.empty())) {
            for (int i = 0; i < 2 * A_MINUTE; i++) {
                assertEquals(401, server.send(server.request("/thing").header("X-API-KEY", "k")).statusCode(),
                        "half a pair is no pair and costs nothing");
            }
            for (int i = 0; i < A_MINUTE; i++) {
                assertEquals(401, ask(server, "wrong", "192.0.2." + i).statusCode());
            }
            HttpResponse<String> slowed = ask(server, "wrong", "192.0.2.99");
            assertEquals(429, slowed.statusCode());
            assertEquals(List.of("60"), slowed.headers().allValues("Retry-After"));
            assertEquals("Too many requests", ServerFixture.json(slowed).get("message").stringValue());
            assertEquals(200, ask(server, RIGHT, "192.0.2.1").statusCode());
        }
    }

    private static HttpResponse<String> ask(ServerFixture server, String secret, String forwardedFor) {
        return server.send(server.request("/thing").header("X-API-KEY", "key").header("X-API-SECRET", secret)
                .header("X-Forwarded-For", forwardedFor));
    }
}
