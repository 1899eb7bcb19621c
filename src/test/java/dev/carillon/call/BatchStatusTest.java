package dev.carillon.call;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BatchStatusTest {

    /** Every way there is; what is not here is refused. */
    private static final Set<String> WAYS = Set.of("draft scheduled", "draft sent", "draft cancelled",
            "scheduled draft", "scheduled sent", "scheduled paused", "scheduled cancelled", "sent paused",
            "sent completed", "sent failed", "sent cancelled", "paused sent", "paused cancelled",
            "completed sent",
            "failed sent");

    @ParameterizedTest
    @EnumSource
    void it_may_become_what_the_table_says_and_nothing_else(BatchStatus from) {
        for (BatchStatus to : BatchStatus.values()) {
            String way = from.word() + " " + to.word();
            assertEquals(WAYS.contains(way), from.mayBecome(to), way);
        }
    }

    @ParameterizedTest
    @EnumSource
    void its_word_is_read_in_any_case(BatchStatus status) {
        assertEquals(Optional.of(status), BatchStatus.of(status.word()));
        assertEquals(Optional.of(status), BatchStatus.of(status.name()));
    }

    @Test
    void another_word_is_no_status() {
        assertEquals(Optional.empty(), BatchStatus.of("running"));
        assertEquals(Optional.empty(), BatchStatus.of(""));
        assertEquals(Optional.empty(), BatchStatus.of(" sent"));
    }

    @Test
    void completed_failed_and_cancelled_are_ends() {
        for (BatchStatus status : BatchStatus.values()) {
            assertEquals(Set.of("completed", "failed", "cancelled").contains(status.word()), status.ended());
        }
    }
}
