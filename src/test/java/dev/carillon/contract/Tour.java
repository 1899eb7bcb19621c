package dev.carillon.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One good request for every operation of the file, on a whole server, and what it answered. What is awaited
 * is left out.
 */
final class Tour {

    private final RunningServer server;
    private final Map<String, Reply> replies = new LinkedHashMap<>();

    private Tour(RunningServer server) {
        this.server = server;
    }

    /** The answers by operation: {@code GET /batch-call/{id}}. */
    static Map<String, Reply> of(RunningServer server) {
        var tour = new Tour(server);
        tour.batches();
        tour.keys();
        tour.visit("GET /api/figures", Ask.get("/api/figures?group_by=day"));
        for (String open : List.of("/health/live", "/health/ready", "/metrics", "/openapi.yaml")) {
            tour.visit("GET " + open, Ask.get(open).anonymously());
        }
        return tour.replies;
    }

    private void visit(String operation, Ask ask) {
        replies.put(operation, server.send(ask));
    }

    private void batches() {
        visit("POST /batch-call", Ask.post("/batch-call", """
                {"name": "Q1", "from_number": "+99970000000", "agent_id": "agent_demo", "status": "draft",
                 "trigger_timestamp": "2099-01-31T09:00:00+01:00", "expires_at": 4073587200, "timezone": "UTC",
                 "quiet_hours": {"start_time": "20:00", "end_time": "08:00"},
                 "retry_config": {"enabled": true}, "pacing": {"calls_per_second": 2.5},
                 "tasks": [{"to_number": "+99970011234", "external_id": "a",
                            "dynamic_variables": {"x": [1, null]}}]}"""));
        String id = server.draft();
        String batch = "/batch-call/" + id;
        visit("GET /batch-call/list", Ask.get("/batch-call/list"));
        visit("POST /batch-call/list",
                Ask.post("/batch-call/list", "{\"filter_criteria\": {\"status\": [\"draft\"]}}"));
        visit("GET /batch-call/{id}", Ask.get(batch));
        visit("PATCH /batch-call/{id}", Ask.of("PATCH", batch).with("{\"name\": \"Q2\"}"));
        visit("POST /batch-call/{id}/tasks",
                Ask.post(batch + "/tasks", "{\"tasks\": [{\"to_number\": \"+99970011235\"}]}"));
        visit("GET /batch-call/{id}/tasks", Ask.get(batch + "/tasks"));
        for (String action : List.of("execute", "pause", "resume", "cancel")) {
            visit("POST /batch-call/{id}/" + action, Ask.of("POST", batch + "/" + action));
        }
        visit("DELETE /batch-call/{id}", Ask.of("DELETE", "/batch-call/" + server.draft()));
    }

    private void keys() {
        visit("POST /api/keys", Ask.post("/api/keys", "{\"name\": \"dashboard\", \"scope\": \"read\"}"));
        visit("GET /api/keys", Ask.get("/api/keys"));
        var key = new ArrayList<String>();
        if (replies.containsKey("POST /api/keys")) {
            key.add(replies.get("POST /api/keys").field("api_key_id"));
        }
        String path = "/api/keys/" + String.join("", key);
        visit("GET /api/keys/{id}", Ask.get(path));
        visit("PATCH /api/keys/{id}", Ask.of("PATCH", path).with("{\"name\": \"wall\"}"));
        visit("DELETE /api/keys/{id}", Ask.of("DELETE", path));
    }
}
