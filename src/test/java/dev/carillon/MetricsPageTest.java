package dev.carillon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.carillon.base.Patience;
import dev.carillon.contract.RunningServer;

/** What a running server shows at /metrics is what happened, and what docs/metrics.md says. */
@Tag("database")
class MetricsPageTest {

    private static final String COUNT = "carillon_http_request_duration_seconds_count";
    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\S+) \\S+$");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z0-9_]+)`(.*)$");

    private final RunningServer server = new RunningServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void the_page_tells_what_happened_by_route_and_by_trunk() {
        String id = server.create("seen", "+99980000000100", "+99980000000101", "+99980000000102");
        server.becomes(id, "completed");
        server.get("/batch-call/list");
        server.get("/nothing/" + id);
        server.send(server.request("/batch-call/list").method("BREW", BodyPublishers.noBody()));
        assertTrue(Patience.until(Duration.ofSeconds(20),
                () -> page().contains("carillon_dial_live_calls{trunk=\"1\"} 0")), this::page);

        String page = page();
        for (String line : new String[]{"carillon_dial_opened_total{trunk=\"1\"} 3",
                "carillon_dial_placed_total{trunk=\"1\"} 3", "carillon_ledger_lag_seconds 0",
                "carillon_lease_held 1", "carillon_node_ready 1",
                "carillon_lock_retries_total{half=\"api\"} 0", "carillon_lock_retries_total{half=\"dial\"} 0",
                COUNT + "{method=\"GET\",route=\"/batch-call/list\",status=\"200\"} 1",
                COUNT + "{method=\"POST\",route=\"/batch-call\",status=\"201\"} 1",
                COUNT + "{method=\"GET\",route=\"none\",status=\"404\"} 1",
                COUNT + "{method=\"other\",route=\"none\",status=\"405\"} 1",
                "hikaricp_connections_max{pool=\"requests\"} 4",
                "carillon_http_request_duration_seconds_bucket{method=\"GET\",",
                "carillon_build_info{"}) {
            assertTrue(page.contains("\n" + line), line + " in " + page);
        }
        assertEquals(3, ended(page));
        assertFalse(page.contains(id) || page.contains("9998000000") || page.contains("BREW"), page);
    }

    private static int ended(String page) {
        return Pattern.compile("(?m)^carillon_dial_ended_total\\{.*trunk=\"1\".*\\} ([0-9]+)")
                .matcher(page).results().mapToInt(found -> Integer.parseInt(found.group(1))).sum();
    }

    @Test
    void every_figure_has_its_row_in_the_docs_and_the_other_way_round() throws IOException {
        String id = server.create("seen", "+99980000000100");
        server.becomes(id, "completed");
        System.gc();
        Map<String, String> documented = documented();
        var missing = new TreeSet<String>();
        assertTrue(Patience.until(Duration.ofSeconds(20), () -> {
            missing.clear();
            missing.addAll(documented.keySet());
            missing.removeAll(shown(page()));
            missing.removeIf(name -> documented.getOrDefault(name, "").contains("once there was"));
            return missing.isEmpty();
        }), () -> "documented and not shown: " + missing);
        var undocumented = new TreeSet<>(shown(page()));
        undocumented.removeAll(documented.keySet());
        assertEquals(new TreeSet<String>(), undocumented);
    }

    private String page() {
        var answer = server.send(server.request("/metrics"));
        assertEquals("text/plain; version=0.0.4; charset=utf-8",
                answer.headers().firstValue("Content-Type").orElse(""));
        return answer.body();
    }

    private static SortedSet<String> shown(String page) {
        var names = new TreeSet<String>();
        TYPE.matcher(page).results().forEach(found -> names.add(found.group(1)));
        return names;
    }

    private static Map<String, String> documented() throws IOException {
        var rows = new TreeMap<String, String>();
        ROW.matcher(Files.readString(Path.of("docs/metrics.md"))).results()
                .forEach(found -> rows.put(found.group(1), found.group(2)));
        return rows;
    }
}
