package dev.carillon.carrier.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.Patience;
import dev.carillon.call.CarrierWord;
import dev.carillon.call.CarrierWord.Leg;
import dev.carillon.call.CarrierWord.Status;

class WordReaderTest {

    private static final CallKey KEY = new CallKey(1, 0, 1);
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Words words = new Words();
    private final List<CarrierWord> heard = new CopyOnWriteArrayList<>();

    @Test
    void words_are_read_as_soon_as_the_calls_of_before_are_closed_and_not_sooner() {
        var ready = new AtomicBoolean();
        var looks = new AtomicInteger();
        words.put(Words.word(KEY, Leg.CALLED, Status.RINGING));
        try (var reader = new WordReader(words, heard::add, () -> true)) {
            reader.start(() -> {
                looks.incrementAndGet();
                return ready.get();
            });
            assertTrue(Patience.until(LONG, () -> looks.get() > 2));
            assertEquals(List.of(), heard);
            ready.set(true);
            assertTrue(Patience.until(LONG, () -> heard.size() == 1 && words.waiting() == 0));
        }
    }

    @Test
    void a_word_that_cannot_be_made_sense_of_holds_up_none_behind_it() {
        words.put(Words.word(KEY, Leg.CALLED, Status.RINGING));
        words.put(Words.word(KEY, Leg.CALLED, Status.COMPLETED));
        try (var reader = new WordReader(words, word -> {
            if (word.status() == Status.RINGING) {
                throw new IllegalStateException("no sense");
            }
            heard.add(word);
        }, () -> true)) {
            reader.read();
        }
        assertEquals(Status.COMPLETED, heard.getFirst().status());
        assertEquals(0, words.waiting());
    }
}
