package dev.carillon.organization;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Reads for many at once: one query runs at a time, and the next is for all who came while it ran. So a flood
 * of keys that do not exist keeps one connection busy and not all of them, and a key that does exist waits
 * for the query that runs and for its own, however many ask. What is read was never read before the caller
 * came. Thread-safe.
 */
final class KeyLookups<T> {

    private final Function<Set<String>, Map<String, T>> query;
    private final Lock oneAtATime = new ReentrantLock();
    private @Nullable Round<T> open;

    KeyLookups(Function<Set<String>, Map<String, T>> query) {
        this.query = query;
    }

    /** Those who are answered by the same query. */
    private static final class Round<T> {

        private final Set<String> keys = new HashSet<>();
        private final CompletableFuture<Map<String, T>> found = new CompletableFuture<>();
    }

    Optional<T> find(String key) {
        Round<T> round;
        boolean first;
        synchronized (this) {
            Round<T> joined = open;
            first = joined == null;
            round = joined == null ? new Round<>() : joined;
            round.keys.add(key);
            open = round;
        }
        if (first) {
            ask(round);
        }
        return Optional.ofNullable(await(round).get(key));
    }

    /** Run by the first of a round, so at most one waits for the lock. */
    private void ask(Round<T> round) {
        oneAtATime.lock();
        try {
            round.found.complete(query.apply(close(round)));
        } catch (RuntimeException e) {
            round.found.completeExceptionally(e);
        } finally {
            round.found.completeExceptionally(new IllegalStateException("the query ended without a word"));
            oneAtATime.unlock();
        }
    }

    private synchronized Set<String> close(Round<T> round) {
        open = null;
        return round.keys;
    }

    private static <T> Map<String, T> await(Round<T> round) {
        try {
            return round.found.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
