package dev.carillon.carrier.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.carillon.Law;
import dev.carillon.call.CarrierWord.Status;
import dev.carillon.call.Outcome;

class RestOutcomesTest {

    @ParameterizedTest
    @CsvSource({"400,21211,invalid_number", "400,21214,invalid_number", "400,21217,invalid_number",
            "400,13224,invalid_number", "400,21210,trunk_config", "400,21212,trunk_config",
            "400,13214,trunk_config", "401,20003,trunk_config", "403,0,trunk_config",
            "404,20404,trunk_config",
            "429,20429,congestion", "429,0,congestion", "503,20429,congestion",
            "400,10004,congestion", "500,21211,invalid_number", "400,21215,failed", "400,0,failed",
            "302,0,failed"})
    void a_refused_request_has_its_outcome(int status, int code, String outcome) {
        assertEquals(Optional.of(outcome), RestOutcomes.refused(status, code).map(Outcome::word));
    }

    @ParameterizedTest
    @CsvSource({"408,0", "500,0", "502,0", "503,0", "504,0", "599,0", "500,20500", "503,20503", "500,21215"})
    @Law("Single dial")
    void a_failure_that_no_code_of_the_carrier_calls_a_refusal_leaves_it_open(int status, int code) {
        assertEquals(Optional.empty(), RestOutcomes.refused(status, code));
    }

    @ParameterizedTest
    @CsvSource({"BUSY,0,busy", "BUSY,486,busy", "BUSY,603,declined", "NO_ANSWER,0,no_answer",
            "NO_ANSWER,487,no_answer", "CANCELED,0,cancelled", "FAILED,0,failed",
            "FAILED,404,invalid_number",
            "FAILED,410,invalid_number", "FAILED,480,no_answer", "FAILED,486,busy",
            "FAILED,488,media_mismatch", "FAILED,503,congestion", "FAILED,500,congestion",
            "FAILED,403,trunk_config", "FAILED,603,declined",
            "FAILED,607,blocked_by_callee", "FAILED,608,blocked_by_network", "FAILED,499,failed"})
    void a_call_that_nobody_answered_has_its_outcome(Status status, int sip, String outcome) {
        assertEquals(outcome, RestOutcomes.unanswered(status, sip).word());
    }
}
