package dev.carillon.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.carillon.base.Chance;
import dev.carillon.call.CarrierEvent.Kind;

class AttemptStateTest {

    @ParameterizedTest
    @CsvSource({"PLACING,RINGING,RINGING", "PLACING,ANSWERED,ANSWERED", "PLACING,JOINED,JOINED",
            "PLACING,ENDED,ENDED", "RINGING,RINGING,RINGING", "RINGING,ANSWERED,ANSWERED",
            "RINGING,JOINED,JOINED",
            "RINGING,ENDED,ENDED", "ANSWERED,RINGING,ANSWERED", "ANSWERED,ANSWERED,ANSWERED",
            "ANSWERED,JOINED,JOINED", "ANSWERED,ENDED,ENDED", "JOINED,RINGING,JOINED",
            "JOINED,ANSWERED,JOINED",
            "JOINED,JOINED,JOINED", "JOINED,ENDED,ENDED", "ENDED,RINGING,ENDED", "ENDED,ANSWERED,ENDED",
            "ENDED,JOINED,ENDED", "ENDED,ENDED,ENDED"})
    void a_word_leads_forward_or_changes_nothing(AttemptState from, Kind told, AttemptState to) {
        assertEquals(to, from.after(told));
    }

    @Test
    void phases_go_from_0_to_4_in_the_order_of_the_states() {
        assertEquals(List.of(0, 1, 2, 3, 4),
                Stream.of(AttemptState.values()).map(AttemptState::phase).toList());
    }

    @Test
    void whatever_is_told_in_whatever_order_it_never_goes_back() {
        var random = Chance.seeded(3);
        List<Kind> words = List.of(Kind.values());
        for (int run = 0; run < 1_000; run++) {
            AttemptState state = AttemptState.PLACING;
            for (int i = 0; i < 8; i++) {
                AttemptState next = state.after(words.get(random.nextInt(words.size())));
                assertTrue(next.phase() >= state.phase());
                state = next;
            }
        }
    }
}
