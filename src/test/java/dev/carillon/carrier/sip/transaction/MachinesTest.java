package dev.carillon.carrier.sip.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must be true of every table, whatever its rows say. */
class MachinesTest {

    static Stream<Machine> machines() {
        return Stream.of(Machines.INVITE_CLIENT, Machines.OTHER_CLIENT, Machines.INVITE_SERVER,
                Machines.OTHER_SERVER);
    }

    private static Stream<Machine.Row> rows(Machine machine) {
        return Stream.concat(Stream.of(machine.first()), machine.rows().stream());
    }

    @ParameterizedTest
    @MethodSource("machines")
    void telling_the_user_is_the_last_action_of_a_row(Machine machine) {
        rows(machine).forEach(row -> assertTrue(
                row.actions().stream().limit(Math.max(0, row.actions().size() - 1))
                        .noneMatch(Action::tells),
                row.toString()));
    }

    @ParameterizedTest
    @MethodSource("machines")
    void every_timer_that_is_started_has_a_row_where_it_runs(Machine machine) {
        rows(machine).forEach(row -> row.actions().forEach(action -> {
            Timer timer = action.timer();
            assertTrue(timer == null || machine.row(row.next(), timer.fires()) != null, row.toString());
        }));
    }

    @ParameterizedTest
    @MethodSource("machines")
    void every_timer_that_has_a_row_is_started_on_the_way_to_it(Machine machine) {
        Set<Timer> started = EnumSet.noneOf(Timer.class);
        rows(machine).flatMap(row -> row.actions().stream()).map(Action::timer)
                .filter(timer -> timer != null).forEach(started::add);
        Set<Timer> fires = EnumSet.noneOf(Timer.class);
        Stream.of(Timer.values())
                .filter(timer -> machine.rows().stream().anyMatch(row -> row.event() == timer.fires()))
                .forEach(fires::add);
        assertEquals(fires, started);
    }

    @ParameterizedTest
    @MethodSource("machines")
    void every_state_is_reached_and_left_for_the_end(Machine machine) {
        Set<State> left = EnumSet.noneOf(State.class);
        machine.rows().stream().filter(row -> row.next() != row.state())
                .forEach(row -> left.add(row.state()));
        Set<State> reached = EnumSet.noneOf(State.class);
        rows(machine).forEach(row -> reached.add(row.next()));
        assertTrue(reached.remove(State.TERMINATED));
        assertEquals(reached, left);
    }

    @Test
    void no_state_waits_without_a_timer_that_ends_it() {
        List<String> waiting = machines().flatMap(machine -> EnumSet.allOf(State.class).stream()
                .filter(state -> machine.rows().stream().anyMatch(row -> row.state() == state))
                .filter(state -> Stream.of(Timer.values()).map(timer -> machine.row(state, timer.fires()))
                        .noneMatch(row -> row != null && row.next() == State.TERMINATED))
                .map(state -> machine + " " + state)).toList();
        assertEquals(List.of(), waiting);
    }

    @Test
    void a_table_with_an_unknown_word_is_refused() {
        String table = "- - CALLING SEND\n";
        Machine.of("a", table);
        assertThrows(IllegalArgumentException.class,
                () -> Machine.of("a", table + "CALLING TIMER_Z CALLING"));
        assertThrows(IllegalArgumentException.class,
                () -> Machine.of("a", table + "CALLING TIMER_A CALLING X"));
    }

    @Test
    void a_table_with_two_rows_for_one_place_is_refused() {
        String table = "- - CALLING SEND\nCALLING TIMER_A CALLING SEND\n";
        Machine.of("a", table);
        assertThrows(IllegalArgumentException.class,
                () -> Machine.of("a", table + "CALLING TIMER_A TERMINATED"));
        assertThrows(IllegalArgumentException.class, () -> Machine.of("a", table + "- - CALLING"));
    }
}
