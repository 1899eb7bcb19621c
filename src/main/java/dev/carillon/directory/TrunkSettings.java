package dev.carillon.directory;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Refusal;

/** What a kind of trunk, or an agent, asks of its settings. */
public interface TrunkSettings {

    /**
     * Takes them, or refuses them.
     *
     * @param json a JSON object
     * @return the hosts to which what it keeps beside its settings is sent, each perhaps with its port
     * @throws Refusal that names what is wrong in {@code settings} and what is allowed
     */
    Set<String> check(String json) throws Refusal;

    /** The names of what it keeps beside its settings, encrypted. */
    SortedSet<String> secrets();

    /**
     * The hosts that settings send secrets to and those before did not, for which they were given.
     *
     * @param before null, or what is not taken any more: there were none
     */
    default SortedSet<String> strangers(@Nullable String before, String after) {
        var strangers = new TreeSet<>(check(after));
        try {
            strangers.removeAll(before == null ? Set.of() : check(before));
        } catch (Refusal e) {
            // Where they went to is not known any more, so every host is a stranger.
        }
        return strangers;
    }

    /** Settings without secrets. */
    static TrunkSettings of(Consumer<String> check) {
        return of(json -> {
            check.accept(json);
            return Set.of();
        }, Collections.emptySortedSet());
    }

    /**
     * Settings that leave out a secret.
     *
     * @param hosts takes the settings or refuses them, and says where the secret is sent
     */
    static TrunkSettings of(Function<String, Set<String>> hosts, String secret) {
        return of(hosts, new TreeSet<>(List.of(secret)));
    }

    private static TrunkSettings of(Function<String, Set<String>> hosts, SortedSet<String> secrets) {
        SortedSet<String> names = Collections.unmodifiableSortedSet(secrets);
        return new TrunkSettings() {
            @Override
            public Set<String> check(String json) {
                return hosts.apply(json);
            }

            @Override
            public SortedSet<String> secrets() {
                return names;
            }
        };
    }
}
