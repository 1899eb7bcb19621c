package dev.carillon.call;

import java.util.Set;

/**
 * Where a trunk may call.
 *
 * @param countries ISO 3166 codes of two letters
 * @param kinds     numbers that cost more, or answer to a purpose of their own: only these of them
 */
public record Destinations(Set<String> countries, Set<Numbering.Kind> kinds) {

    /** Any number, be it of a country or of none. */
    public static final Destinations ANYWHERE =
            new Destinations(Set.copyOf(Numbering.countries()), Set.of(Numbering.Kind.values()));

    public Destinations {
        countries = Set.copyOf(countries);
        kinds = Set.copyOf(kinds);
    }

    /** Whether a number may be called: a country on the list, and no kind that is not named. */
    public boolean allow(Callee callee) {
        if (equals(ANYWHERE)) {
            return true;
        }
        Numbering.Kind kind = callee.kind();
        return (kind == Numbering.Kind.OTHER || kinds.contains(kind))
                && (kind == Numbering.Kind.SATELLITE
                        || callee.country().filter(countries::contains).isPresent());
    }
}
