package dev.carillon.http;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a key may do; each includes the ones before it. */
public enum Scope {
    READ, OPERATE, ADMIN;

    /** Whether a key of this scope may do what needs the other one. */
    public boolean includes(Scope needed) {
        return compareTo(needed) >= 0;
    }

    /** As the contract and the database write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The scope of a word, exactly as written there. */
    public static Optional<Scope> of(String word) {
        return Arrays.stream(values()).filter(s -> s.word().equals(word)).findFirst();
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(Scope::word).toList();
    }
}
