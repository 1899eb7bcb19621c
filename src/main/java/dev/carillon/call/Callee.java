package dev.carillon.call;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Whom a task calls: the number, and what the numbering plans say of it, each worked out when it is first
 * asked for and then kept, for that takes longer than all other rules together. Equal when the number is.
 * Thread-safe: at worst something is worked out twice, to the same.
 */
public final class Callee {

    private final String number;
    private @Nullable Parsed parsed;
    private @Nullable List<ZoneId> zones;
    private @Nullable Country country;
    private Numbering.@Nullable Kind kind;

    private record Parsed(Optional<Numbering.Listed> number) {
    }

    private record Country(Optional<String> code) {
    }

    /** @param number in E.164 with its plus */
    public Callee(String number) {
        this.number = number;
    }

    public String number() {
        return number;
    }

    /** The zones in which its owner may be, in a stable order; empty when none is known. */
    public List<ZoneId> zones() {
        List<ZoneId> known = zones;
        if (known == null) {
            known = parsed().map(Numbering::zones).orElse(List.of());
            zones = known;
        }
        return known;
    }

    /** The country as ISO 3166 names it, in two letters; empty for a number of none or of the whole world. */
    public Optional<String> country() {
        Country known = country;
        if (known == null) {
            known = new Country(parsed().flatMap(Numbering::country));
            country = known;
        }
        return known.code();
    }

    /** Who answers there, as far as it matters to the one who pays. */
    public Numbering.Kind kind() {
        Numbering.Kind known = kind;
        if (known == null) {
            known = parsed().map(Numbering::kind).orElse(Numbering.Kind.OTHER);
            kind = known;
        }
        return known;
    }

    private Optional<Numbering.Listed> parsed() {
        Parsed known = parsed;
        if (known == null) {
            known = new Parsed(Numbering.parsed(number));
            parsed = known;
        }
        return known.number();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Callee callee && number.equals(callee.number);
    }

    @Override
    public int hashCode() {
        return number.hashCode();
    }

    @Override
    public String toString() {
        return "Callee[" + PhoneNumber.masked(number) + "]";
    }
}
