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
    private String called = "";

    private Tour(RunningServer server) {
        this.server = server;
    }

    /** The answers by operation: {@code GET /batch-call/{id}}. */
    static Map<String, Reply> of(RunningServer server) {
        var tour = new Tour(server);
        tour.batches();
        tour.calls();
        tour.keys();
        tour.people();
        tour.ways();
        tour.visit("GET /api/figures", Ask.get("/api/figures?group_by=day"));
        for (String open : List.of("/health/live", "/health/ready", "/metrics", "/openapi.yaml")) {
            tour.visit("GET " + open, Ask.get(open).anonymously());
        }
        tour.carriers();
        return tour.replies;
    }

    /** Last of all: with a live trunk, no number is the sandbox's any more. */
    private void carriers() {
        server.create(Ask.post("/api/trunks", """
                {"kind": "rest", "name": "API", "secrets": {"auth_token": "token"},
                 "settings": {"account_sid": "AC1", "public_url": "https://calls.example.com"}}"""),
                "trunk_id");
        server.execute("update attempt set trunk_id = (select max(trunk_id) from trunk)");
        for (String leg : List.of("called", "agent")) {
            signed("/callbacks/rest/{id}/" + leg, "CallSid=CA1&CallStatus=ringing");
        }
        signed("/callbacks/rest/{id}/answered-by", "AnsweredBy=human");
    }

    private void signed(String path, String form) {
        String target = path.replace("{id}", called);
        String text = "https://calls.example.com" + target + form.replaceAll("[&=]", "");
        visit("POST " + path, Ask.post(target, form).anonymously()
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("X-Twilio-Signature", Signed.hmacSha1("token", text)));
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

    private void calls() {
        called = server.call();
        String call = "/api/calls/" + called;
        visit("POST /api/calls/{id}/outcome", Ask.post(call + "/outcome",
                """
                {"classification": "voicemail", "opt_out": true, "disposition": "enough", "note": "None."}"""));
        visit("POST /api/calls/{id}/hang-up", Ask.of("POST", call + "/hang-up"));
        visit("GET /api/calls/{id}", Ask.get(call));
    }

    private void people() {
        String list = "/api/do-not-call";
        visit("POST /api/do-not-call", Ask.post(list, "{\"number\": \"+99970010001\"}"));
        visit("GET /api/do-not-call", Ask.get(list + "?number=%2B99970010001"));
        visit("GET /api/do-not-call/{number}", Ask.get(list + "/+99970010001"));
        visit("DELETE /api/do-not-call/{number}", Ask.of("DELETE", list + "/+99970010001"));
        visit("POST /api/agents",
                Ask.post("/api/agents", "{\"agent_id\": \"agent_smith\", \"max_live_calls\": 10}"));
        visit("GET /api/agents", Ask.get("/api/agents"));
        visit("GET /api/agents/{id}", Ask.get("/api/agents/agent_smith"));
        visit("PATCH /api/agents/{id}", Ask.of("PATCH", "/api/agents/agent_smith").with("{\"name\": \"S\"}"));
        visit("DELETE /api/agents/{id}", Ask.of("DELETE", "/api/agents/agent_smith"));
    }

    private void ways() {
        Ask make = Ask.post("/api/trunks",
                """
                {"kind": "sandbox", "name": "Quick", "destinations": {"countries": ["AT"], "kinds": ["short"]}}""");
        visit("POST /api/trunks", make);
        String id = server.create(make, "trunk_id");
        visit("GET /api/trunks", Ask.get("/api/trunks"));
        visit("GET /api/trunks/{id}", Ask.get("/api/trunks/" + id));
        visit("PATCH /api/trunks/{id}", Ask.of("PATCH", "/api/trunks/" + id).with("{\"burst\": 2}"));
        visit("POST /api/caller-ids", Ask.post("/api/caller-ids",
                "{\"number\": \"+99970000009\", \"max_live_calls\": 5, \"trunks\": [\"" + id + "\"]}"));
        String number = "/api/caller-ids/+99970000009";
        visit("GET /api/caller-ids", Ask.get("/api/caller-ids"));
        visit("GET /api/caller-ids/{number}", Ask.get(number));
        visit("PATCH /api/caller-ids/{number}", Ask.of("PATCH", number).with("{\"name\": \"Sales\"}"));
        visit("DELETE /api/caller-ids/{number}", Ask.of("DELETE", number));
        visit("DELETE /api/trunks/{id}", Ask.of("DELETE", "/api/trunks/" + id));
        visit("GET /api/organization", Ask.get("/api/organization"));
        visit("PATCH /api/organization", Ask.of("PATCH", "/api/organization").with("""
                {"name": "Example", "attempt_cap": {"attempts": 3, "days": 7},
                 "calling_window": {"hours": [{"start_time": "00:00", "end_time": "00:00"}]}}"""));
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
