package dev.carillon.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;

import dev.carillon.base.Refusal;

class HealthTest {

    private static final Authenticator NOBODY = (key, secret) -> {
        throw Refusal.of(Refusal.Code.UNAUTHENTICATED, "nobody");
    };

    @Test
    void ready_says_every_reason_why_it_is_not_and_live_is_live_all_the_same() {
        List<String> reasons = new CopyOnWriteArrayList<>();
        var conditions = new ArrayList<Readiness>();
        for (int i = 0; i < 3; i++) {
            int n = i;
            conditions.add(() -> reasons.size() > n ? Optional.of(reasons.get(n)) : Optional.empty());
        }
        try (var server = new ServerFixture(Health.routes(conditions), NOBODY, e -> Optional.empty())) {
            var ready = server.send(server.request("/health/ready"));
            assertEquals(200, ready.statusCode());
            assertEquals("""
                    {"message":"Ready","status":"success","error":null,"data":{"ready":true,"reasons":[]}}""",
                    ready.body());
            reasons.addAll(List.of("the database is away", "draining"));
            var waiting = server.send(server.request("/health/ready"));
            assertEquals(503, waiting.statusCode());
            assertEquals("1", waiting.headers().firstValue("Retry-After").orElse(""));
            assertEquals("""
                    {"message":"Not ready","status":"error","error":"the database is away; draining",\
                    "data":{"ready":false,"reasons":["the database is away","draining"]}}""", waiting.body());
            assertEquals(200, server.send(server.request("/health/live")).statusCode());
        }
    }
}
