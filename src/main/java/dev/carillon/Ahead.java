package dev.carillon;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Something that is made on a thread of its own while others are waited for. Thread-safe. */
final class Ahead<T> {

    private final CompletableFuture<T> made;

    private Ahead(CompletableFuture<T> made) {
        this.made = made;
    }

    static <T> Ahead<T> of(Supplier<T> making) {
        return new Ahead<>(CompletableFuture.supplyAsync(making, Thread::startVirtualThread));
    }

    /** Something that would be done later anyway, and nobody waits for. */
    static void run(Runnable doing) {
        Thread.startVirtualThread(doing);
    }

    /** What was made, as soon as it is there; what its making threw is thrown here. */
    T get() {
        try {
            return made.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
