package dev.carillon.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.carillon.batch.ApiHouse.Reply;

/** Another organisation's batch is like one that does not exist, byte for byte. */
@Tag("database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TenancyTest {

    private static final String[] NOT_THERE = {"batch_call_00000000000000000000000000000000", "batch_call_x",
            "batch_call_a1b2c3d4e5f6789012345678901234567", "42", "task_00000000000000000000000000000000",
            "%20"};

    private final ApiHouse house = new ApiHouse();
    private final String theirs = house.create(BatchCreateTest.batch("'status': 'draft'"));

    @AfterAll
    void close() {
        house.close();
    }

    private static String body(String method, String call) {
        if (method.equals("PATCH")) {
            return "{\"name\": \"mine\", \"status\": \"cancelled\"}";
        }
        return call.equals("/tasks") ? "{\"tasks\": [{\"to_number\": \"+14155550103\"}]}" : "";
    }

    @ParameterizedTest
    @CsvSource({"GET,''", "PATCH,''", "DELETE,''", "POST,/execute", "POST,/pause", "POST,/resume",
            "POST,/cancel", "GET,/tasks", "POST,/tasks"})
    void a_batch_of_another_organisation_is_not_there(String method, String call) {
        String rows = house.rowCounts();
        String body = body(method, call);
        Reply foreign = house.asking(method, "/batch-call/" + theirs + call, body).as(ApiHouse.TWO);
        assertEquals(404, foreign.status());
        for (String id : NOT_THERE) {
            Reply unknown = house.asking(method, "/batch-call/" + id + call, body).as(ApiHouse.TWO);
            assertEquals(foreign, unknown, id);
        }
        assertEquals(rows, house.rowCounts());
        assertEquals("draft", house.get("/batch-call/" + theirs).field("status"));
    }
}
