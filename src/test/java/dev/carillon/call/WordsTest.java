package dev.carillon.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WordsTest {

    @Test
    void the_outcomes_are_those_of_the_contract() {
        assertEquals(List.of("completed", "voicemail", "abandoned", "agent_failed", "no_answer", "busy",
                "declined",
                "invalid_number", "blocked_by_network", "blocked_by_callee", "media_mismatch", "congestion",
                "trunk_unreachable", "trunk_config", "cancelled", "lost", "not_placed", "failed"),
                Arrays.stream(Outcome.values()).map(Outcome::word).toList());
    }

    @ParameterizedTest
    @EnumSource
    void an_outcome_is_read_from_its_word_only(Outcome outcome) {
        assertEquals(Optional.of(outcome), Outcome.of(outcome.word()));
        assertEquals(Optional.empty(), Outcome.of(outcome.name()));
    }

    @ParameterizedTest
    @EnumSource
    void only_a_completed_attempt_completes_its_task(Outcome outcome) {
        assertEquals(outcome == Outcome.COMPLETED ? TaskStatus.COMPLETED : TaskStatus.FAILED,
                outcome.taskStatus());
    }

    @ParameterizedTest
    @EnumSource
    void only_what_was_not_placed_is_free(Outcome outcome) {
        assertEquals(outcome != Outcome.NOT_PLACED, outcome.costsBudget());
    }

    @Test
    void the_reasons_are_a_closed_list_by_what_they_explain() {
        assertEquals(
                Set.of("queued", "no_capacity", "batch_paused", "outside_window", "retry_wait", "not_before",
                        "trunk_paused", "number_busy"),
                words(Reason.Kind.WAITING));
        assertEquals(Set.of("do_not_call", "duplicate_number", "unknown_time_zone", "window_impossible",
                "attempt_cap", "blocked_destination", "batch_cancelled", "expired", "removed"),
                words(Reason.Kind.SKIPPED));
        assertEquals(
                Set.of("by_user", "missed_start", "stop_loss", "trunk_config", "no_trunk", "unknown_agent"),
                words(Reason.Kind.PAUSED));
    }

    @Test
    void a_task_says_pending_calling_completed_failed_or_skipped() {
        assertEquals(List.of("pending", "calling", "completed", "failed", "skipped"),
                Arrays.stream(TaskStatus.values()).map(TaskStatus::word).toList());
        assertTrue(TaskStatus.of("Calling").isPresent());
        assertEquals(Optional.empty(), TaskStatus.of("open"));
    }

    private static Set<String> words(Reason.Kind kind) {
        var words = new HashSet<String>();
        for (Reason reason : Reason.values()) {
            if (reason.kind() == kind) {
                words.add(reason.word());
            }
        }
        return words;
    }
}
