package dev.carillon.http;

import org.jspecify.annotations.Nullable;

/** Counts the requests of every key, and says when one is too many. Called for every request: it is quick. */
@FunctionalInterface
public interface RateLimit {

    /** Counts one more request of this key, which is valid; null when keys have no limit. */
    @Nullable Allowance count(String key);

    /** Keys ask as often as they like. */
    static RateLimit none() {
        return _ -> null;
    }
}
