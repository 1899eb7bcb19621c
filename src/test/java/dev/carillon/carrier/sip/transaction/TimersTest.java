package dev.carillon.carrier.sip.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 3261, table 4. */
class TimersTest {

    @ParameterizedTest
    @CsvSource({"A,500,500", "B,32000,32000", "D,32000,0", "E,500,500", "F,32000,32000", "G,500,500",
            "H,32000,32000", "I,5000,0", "J,32000,0", "K,5000,0", "L,32000,32000", "M,32000,32000",
            "TRYING,200,200", "CANCELLED,32000,32000", "UNANSWERED,37000,37000",
            "FORGOTTEN,300000,300000"})
    void each_timer_has_the_length_of_the_table(Timer timer, long unreliable, long reliable) {
        assertEquals(Duration.ofMillis(unreliable), Timers.STANDARD.first(timer, false));
        assertEquals(Duration.ofMillis(reliable), Timers.STANDARD.first(timer, true));
    }

    @Test
    void other_times_give_other_timers_but_d_is_never_shorter_than_32_s() {
        var slow = new Timers(Duration.ofSeconds(2), Duration.ofSeconds(8), Duration.ofSeconds(17),
                Duration.ofHours(1));
        assertEquals(Duration.ofSeconds(128), slow.first(Timer.B, false));
        assertEquals(Duration.ofSeconds(128), slow.first(Timer.D, false));
        assertEquals(Duration.ofSeconds(17), slow.first(Timer.K, false));
        var fast = new Timers(Duration.ofMillis(10), Duration.ofMillis(80), Duration.ofMillis(100),
                Duration.ofHours(1));
        assertEquals(Duration.ofMillis(640), fast.first(Timer.B, false));
        assertEquals(Duration.ofSeconds(32), fast.first(Timer.D, false));
    }

    @Test
    void times_that_make_no_sense_are_refused() {
        Duration second = Duration.ofSeconds(1);
        Duration none = Duration.ZERO;
        Duration less = Duration.ofMillis(1);
        assertThrows(IllegalArgumentException.class, () -> new Timers(none, second, second, second));
        assertThrows(IllegalArgumentException.class, () -> new Timers(second, less, second, second));
        assertThrows(IllegalArgumentException.class,
                () -> new Timers(second, second, second.negated(), second));
        assertThrows(IllegalArgumentException.class, () -> new Timers(second, second, second, none));
    }
}
