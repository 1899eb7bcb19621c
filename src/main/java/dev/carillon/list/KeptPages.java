package dev.carillon.list;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

import com.github.benmanes.caffeine.cache.AsyncCacheLoader;
import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;

import dev.carillon.base.Refusal;
import dev.carillon.base.Timeline;
import dev.carillon.db.DatabaseAway;
import dev.carillon.db.OutOfTime;
import dev.carillon.http.Answer;

/**
 * The mode {@code ultra_fast}: an answer of {@code fast}, kept for the same question of the same
 * organisation. While it is asked for, it is made again in the background, so that no request waits for the
 * database. An answer that cannot be kept young enough is refused. However many ask, it is made by one at a
 * time. Bounded in memory. Thread-safe.
 */
final class KeptPages {

    /** What the mode promises is 1 s to the first byte; the rest is for the way there. */
    private static final Duration OLDEST = Duration.ofMillis(800);
    private static final Duration RENEWAL = Duration.ofMillis(500);
    private static final Duration RETRY = Duration.ofMillis(100);
    /** Asked for within this time, an answer is in use; more than once a second is what people poll at. */
    private static final Duration IN_USE = Duration.ofSeconds(3);
    private static final Duration REMEMBERED = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    /** Of text; compressed it is kept as well, in about a sixth. */
    private static final long MOST_BYTES = 16L * 1024 * 1024;
    private static final int OVERHEAD_BYTES = 512;
    /** The other connections are for those who wait. */
    private static final int MADE_AT_A_TIME = 2;

    private final FreshPages source;
    private final Timeline timeline;
    private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore making = new Semaphore(MADE_AT_A_TIME, true);
    private final AsyncLoadingCache<Key, Kept> pages;

    KeptPages(FreshPages source, Timeline timeline) {
        this(source, timeline, MOST_BYTES);
    }

    /** @param mostBytes of text, of all pages together */
    KeptPages(FreshPages source, Timeline timeline, long mostBytes) {
        this.source = source;
        this.timeline = timeline;
        this.pages = Caffeine.newBuilder().maximumWeight(mostBytes).weigher(KeptPages::weight)
                .ticker(timeline::nanos).expireAfterAccess(REMEMBERED).executor(background)
                .buildAsync(new Maker());
    }

    /** A question of an organisation. */
    private record Key(String organizationId, ListQuery query) {
    }

    private record Kept(Answer answer, int bytes, long sentAt, Use use) {
    }

    /** That an answer is asked for, and whether somebody sees to its renewal. */
    private static final class Use {

        private volatile long at;
        private final AtomicBoolean renewing = new AtomicBoolean();
    }

    private static int weight(Key key, Kept kept) {
        return kept.bytes() + OVERHEAD_BYTES;
    }

    /** How much is kept at this moment. */
    long bytes() {
        pages.synchronous().cleanUp();
        return pages.synchronous().policy().eviction()
                .map(eviction -> eviction.weightedSize().orElse(0)).orElse(0L);
    }

    Answer page(String organizationId, ListQuery query) {
        var key = new Key(organizationId, query);
        Kept kept = await(pages.get(key));
        if (kept != null) {
            kept.use().at = timeline.nanos();
            kept = isFresh(kept) ? kept : await(pages.synchronous().refresh(key));
        }
        if (kept == null || !isFresh(kept)) {
            throw FreshPages.tooSlow();
        }
        return kept.answer();
    }

    private boolean isFresh(Kept kept) {
        return age(kept.sentAt()) <= OLDEST.toNanos();
    }

    private long age(long nanos) {
        return timeline.nanos() - nanos;
    }

    private static @Nullable Kept await(CompletableFuture<Kept> page) {
        try {
            return page.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException why ? why : new IllegalStateException(e);
        }
    }

    /** Nobody waits longer than this for the answer; so neither does its making for its turn. */
    private boolean begin() {
        try {
            return making.tryAcquire(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The answer made anew; null when the database is away or too slow. */
    private @Nullable Kept make(Key key, Use use) {
        if (!begin()) {
            return null;
        }
        try {
            FreshPages.Fresh fresh = source.page(key.organizationId(), key.query(), OLDEST);
            return new Kept(fresh.answer(), fresh.answer().length(), fresh.sentAt(), use);
        } catch (DatabaseAway | OutOfTime | Refusal e) {
            return null;
        } finally {
            making.release();
        }
    }

    /** Sees to it that the answer is made again in time, if it is still asked for then. */
    private void renewLater(Key key, Use use, Duration when) {
        if (use.renewing.compareAndSet(false, true)) {
            timeline.wakeAt(timeline.now().plus(when), () -> background.execute(() -> renew(key, use)));
        }
    }

    private void renew(Key key, Use use) {
        use.renewing.set(false);
        Kept kept = pages.synchronous().policy().getIfPresentQuietly(key);
        if (kept == null || age(use.at) > IN_USE.toNanos()) {
            return;
        }
        long left = RENEWAL.toNanos() - age(kept.sentAt());
        if (left > 0) {
            renewLater(key, use, Duration.ofNanos(left));
        } else {
            var _ = pages.synchronous().refresh(key);
        }
    }

    /**
     * Null means that there is no answer to keep; Caffeine allows that in its type argument, which NullAway
     * does not read.
     */
    @SuppressWarnings("NullAway")
    private final class Maker implements AsyncCacheLoader<Key, Kept> {

        @Override
        public CompletableFuture<? extends Kept> asyncLoad(Key key, Executor executor) {
            var use = new Use();
            use.at = timeline.nanos();
            return CompletableFuture.supplyAsync(() -> make(key, use), executor).thenApply(made -> {
                if (made != null) {
                    renewLater(key, use, RENEWAL);
                }
                return made;
            });
        }

        /** What there is stays, to be tried again; it is given to nobody when it is too old. */
        @Override
        public CompletableFuture<? extends Kept> asyncReload(Key key, Kept old, Executor executor) {
            return CompletableFuture.supplyAsync(() -> make(key, old.use()), executor).thenApply(made -> {
                renewLater(key, old.use(), made == null ? RETRY : RENEWAL);
                return made == null ? old : made;
            });
        }
    }
}
