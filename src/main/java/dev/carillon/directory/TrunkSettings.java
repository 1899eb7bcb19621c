package dev.carillon.directory;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

import dev.carillon.base.Refusal;

/** What a kind of trunk, or an agent, asks of its settings. */
@FunctionalInterface
public interface TrunkSettings {

    /**
     * Takes them, or refuses them.
     *
     * @param json a JSON object
     * @throws Refusal that names what is wrong in {@code settings} and what is allowed
     */
    void check(String json) throws Refusal;

    /** The names of what it keeps beside its settings, encrypted. */
    default SortedSet<String> secrets() {
        return Collections.emptySortedSet();
    }

    /** Settings that leave out secrets of these names. */
    static TrunkSettings of(Consumer<String> check, String... secrets) {
        SortedSet<String> names = Collections.unmodifiableSortedSet(new TreeSet<>(List.of(secrets)));
        return new TrunkSettings() {
            @Override
            public void check(String json) {
                check.accept(json);
            }

            @Override
            public SortedSet<String> secrets() {
                return names;
            }
        };
    }
}
