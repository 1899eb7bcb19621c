package dev.carillon.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.carillon.batch.ApiHouse.Reply;

/** Hours that leave no time to call in are refused, by create and by PATCH. */
@Tag("database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HoursTogetherTest {

    private static final String NINE_TO_FIVE =
            "'calling_window': {'hours': [{'start_time': '09:00', 'end_time': '17:00'}]}";

    private final ApiHouse house = new ApiHouse();

    @AfterEach
    void forget() {
        house.execute("update organization set calling_window = null");
    }

    @AfterAll
    void close() {
        house.close();
    }

    private void organization(String days, String start, String end) {
        house.execute("update organization set calling_window = '[{\"days\": [%s], \"start_time\": \"%s\","
                .formatted(days, start) + " \"end_time\": \"" + end + "\"}]'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "1|00:00|00:00|{'hours': [{'days': ['tuesday'], 'start_time': '00:00',"
                    + " 'end_time': '00:00'}]}|400",
            "1|08:00|21:00|{'hours': [{'start_time': '21:00', 'end_time': '00:00'}]}|400",
            "1|08:00|21:01|{'hours': [{'start_time': '21:00', 'end_time': '00:00'}]}|200",
            "1, 2|08:00|21:00|{'hours': [{'days': ['tuesday'], 'start_time': '20:59',"
                    + " 'end_time': '22:00'}]}|200",
            "1|08:00|21:00|{'enabled': false}|200"})
    void a_window_that_is_never_open_with_the_organisation_s(String days, String start, String end,
            String window, int status) {
        organization(days, start, end);
        Reply created = house.post("/batch-call",
                BatchCreateTest.batch("'calling_window': " + window));
        Reply edited = house.patch(Situation.batchIn(house, "sent"), "{'calling_window': " + window + "}");
        assertEquals(status, edited.status(), edited.text());
        assertEquals(status == 200 ? 201 : status, created.status(), created.text());
        if (status == 400) {
            String error = "calling_window: is never open together with the organization's calling window;"
                    + " allowed: hours of which some are the organization's, too";
            assertEquals(error, created.error());
            assertEquals(error, edited.error());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "'timezone': 'Europe/Vienna', 'quiet_hours': {'start_time': '09:00', 'end_time': '17:00'}"
                    + "|calling_window",
            "'timezone': 'Europe/Vienna', 'quiet_hours': {'start_time': '09:00', 'end_time': '16:59'}|``",
            "'quiet_hours': {'start_time': '09:00', 'end_time': '17:00'}|``",
            "'quiet_hours': {'start_time': '00:00', 'end_time': '23:59'}|``",
            "'timezone': 'UTC', 'quiet_hours': {'start_time': '20:00', 'end_time': '18:00'}|calling_window"})
    void quiet_hours_that_cover_the_window_in_the_batch_s_own_zone(String quiet, String field) {
        Reply reply = house.post("/batch-call", BatchCreateTest.batch(NINE_TO_FIVE + ", " + quiet));
        assertEquals(field.isEmpty() ? 201 : 400, reply.status(), reply.text());
        if (!field.isEmpty()) {
            assertEquals(field, reply.error().substring(0, reply.error().indexOf(':')));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{'quiet_hours': {'start_time': '08:00', 'end_time': '18:00', 'timezone': 'UTC'}}|quiet_hours",
            "{'calling_window': {'hours': [{'start_time': '21:00', 'end_time': '22:00'}]},"
                    + " 'quiet_hours': {'start_time': '20:00', 'end_time': '23:00'}}|calling_window"})
    void an_edit_is_checked_as_the_batch_would_be_afterwards(String edit, String field) {
        String id = house.create(BatchCreateTest.batch("'timezone': 'UTC', " + NINE_TO_FIVE));
        String before = Situation.rows(house, id);
        Reply reply = house.patch(id, edit);
        assertEquals(400, reply.status(), reply.text());
        assertEquals(field, reply.error().substring(0, reply.error().indexOf(':')));
        assertEquals(before, Situation.rows(house, id));
    }
}
