package dev.carillon.carrier.sip.transaction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A state machine as the table that it was written as. What a state has no row for changes nothing. A timer
 * runs for as long as the state has a row for it: whoever leaves that state stops it. Immutable.
 */
final class Machine {

    private final String name;
    private final Row first;
    private final List<Row> rows;
    private final Map<State, Map<Event, Row>> table = new EnumMap<>(State.class);

    /** In a state, at an event: the state that follows, and what is done, in this order. */
    record Row(@Nullable State state, @Nullable Event event, State next, List<Action> actions) {
    }

    Machine(String name, Row first, List<Row> rows) {
        this.name = name;
        this.first = first;
        this.rows = rows;
        for (Row row : rows) {
            if (row.state == null || row.event == null || places(row.state).put(row.event, row) != null) {
                throw new IllegalArgumentException(name + " has a row without its own place: " + row);
            }
        }
    }

    private Map<Event, Row> places(State state) {
        return table.computeIfAbsent(state, s -> new EnumMap<>(Event.class));
    }

    /**
     * Reads a table: a line a row, in columns the state, the event, the next state and the actions. The first
     * line, with dashes for state and event, is how it begins.
     */
    static Machine of(String name, String table) {
        var rows = new ArrayList<Row>();
        table.lines().filter(line -> !line.isBlank()).forEach(line -> {
            String[] words = line.strip().split("\\s+");
            rows.add(new Row(words[0].equals("-") ? null : State.valueOf(words[0]),
                    words[1].equals("-") ? null : Event.valueOf(words[1]), State.valueOf(words[2]),
                    Arrays.stream(words).skip(3).map(Action::valueOf).toList()));
        });
        return new Machine(name, rows.removeFirst(), List.copyOf(rows));
    }

    /** How a transaction begins. */
    Row first() {
        return first;
    }

    /** All rows but the first. */
    List<Row> rows() {
        return rows;
    }

    @Nullable Row row(State state, Event event) {
        Map<Event, Row> places = table.get(state);
        return places == null ? null : places.get(event);
    }

    @Override
    public String toString() {
        return name;
    }
}
