package dev.carillon.carrier.sip.transport;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * What somebody slow knows of names. An answer is good for half a minute; one that is older is still given,
 * for up to an hour, while a new one is fetched or cannot be had. So nobody waits but who asks first, no
 * longer than a bound, and a name that is slow takes one thread however many ask and holds up no other. The
 * threads are the platform's: the system's resolver would keep a virtual one on its carrier, and there are no
 * more of those than cores. Thread-safe.
 */
final class Asking<T> implements AutoCloseable {

    private static final int THREADS = 16;
    private static final int WAITING = 1_000;
    private static final Duration FRESH = Duration.ofSeconds(30);
    private static final Duration KNOWN = Duration.ofHours(1);

    private final Source<T> source;
    private final Duration within;
    private final ThreadPoolExecutor threads;
    private final Cache<String, T> fresh;
    private final Cache<String, T> last;
    private final Map<String, CompletableFuture<T>> running = new ConcurrentHashMap<>();

    /** Who knows; may block. */
    interface Source<T> {

        /**
         * The answer.
         *
         * @throws IOException where there is none, in words for people
         */
        T about(String name) throws IOException;
    }

    /** @param within how long anybody waits */
    Asking(Source<T> source, Duration within, Ticker ticker) {
        this.source = source;
        this.within = within;
        this.fresh = kept(FRESH, ticker);
        this.last = kept(KNOWN, ticker);
        this.threads = new ThreadPoolExecutor(THREADS, THREADS, 10, TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(WAITING),
                Thread.ofPlatform().daemon().name("sip name ", 0).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    private static <T> Cache<String, T> kept(Duration length, Ticker ticker) {
        return Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(length).ticker(ticker)
                .executor(Runnable::run).build();
    }

    /** What is known without waiting, or null; what is old is asked for again meanwhile. */
    @Nullable T known(String name) {
        T now = fresh.getIfPresent(name);
        if (now != null) {
            return now;
        }
        T before = last.getIfPresent(name);
        if (before != null) {
            var _ = ask(name);
        }
        return before;
    }

    /** Tells one of the two: at once and on this thread where it is known, otherwise on another. */
    void find(String name, Consumer<T> found, Consumer<String> failed) {
        T known = known(name);
        if (known != null) {
            found.accept(known);
            return;
        }
        var _ = ask(name).copy().orTimeout(within.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((answer, problem) -> {
                    if (problem == null) {
                        found.accept(answer);
                    } else {
                        failed.accept(why(name, problem));
                    }
                });
    }

    /** Waits for it. The exception says, for people, why there is none. */
    T await(String name) throws IOException {
        T known = known(name);
        if (known != null) {
            return known;
        }
        try {
            return ask(name).get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(why(name, e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("nobody waits any more for word of " + name, e);
        }
    }

    /** Nothing is asked any more. */
    @Override
    public void close() {
        threads.shutdownNow();
    }

    private CompletableFuture<T> ask(String name) {
        var mine = new CompletableFuture<T>();
        CompletableFuture<T> other = running.putIfAbsent(name, mine);
        if (other != null) {
            return other;
        }
        try {
            threads.execute(() -> ask(name, mine));
        } catch (RejectedExecutionException e) {
            running.remove(name);
            mine.completeExceptionally(new IOException("too many host names are being looked up"));
        }
        return mine;
    }

    private void ask(String name, CompletableFuture<T> told) {
        try {
            T answer = source.about(name);
            last.put(name, answer);
            settle(name, told, answer);
        } catch (IOException | RuntimeException e) {
            T before = last.getIfPresent(name);
            if (before == null) {
                running.remove(name);
                told.completeExceptionally(e);
            } else {
                settle(name, told, before);
            }
        }
    }

    private void settle(String name, CompletableFuture<T> told, T answer) {
        fresh.put(name, answer);
        running.remove(name);
        told.complete(answer);
    }

    private String why(String name, Throwable problem) {
        if (problem instanceof TimeoutException) {
            return "no answer about " + name + " within " + within.toSeconds() + " s";
        }
        Throwable cause = problem.getCause();
        return String.valueOf((cause == null ? problem : cause).getMessage());
    }
}
