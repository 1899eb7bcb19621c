package dev.carillon.simulate;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How often each of a closed list of things happened. Not thread-safe. */
final class Counts<E extends Enum<E>> {

    private final String kind;
    private final Map<E, long[]> counts;

    /** @param kind what the things are, for people */
    Counts(String kind, Class<E> type) {
        this.kind = kind;
        this.counts = new EnumMap<>(type);
        for (E one : type.getEnumConstants()) {
            counts.put(one, new long[1]);
        }
    }

    void add(E one) {
        Tables.present(counts.get(one))[0]++;
    }

    long sum() {
        return counts.values().stream().mapToLong(n -> n[0]).sum();
    }

    List<E> missing() {
        return counts.entrySet().stream().filter(e -> e.getValue()[0] == 0).map(Map.Entry::getKey).toList();
    }

    String named(E one) {
        return kind + " " + one.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return counts.entrySet().stream()
                .map(e -> e.getKey().name().toLowerCase(Locale.ROOT) + " " + e.getValue()[0])
                .collect(Collectors.joining(", "));
    }
}
