package dev.carillon.bench;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

/**
 * db-scheduler with one no-op task, as it comes or, given "tuned", as its documents advise for many short
 * ones: lock and fetch, more threads, and a connection for each. Says {@code ready}; for each line {@code N} that it reads, it says {@code done SECONDS COUNT} now
 * and then until N are done.
 */
public final class DbSchedulerPeer {

    /** As many as it has by default; its pool is as large as that by default, too. */
    private static final int THREADS = 10;
    private static final int THREADS_TUNED = 20;
    private static final Duration OFTEN = Duration.ofMillis(100);
    private static final int SAMPLE_EVERY = 200;

    private DbSchedulerPeer() {
    }

    /** @param args the address, the user, the password, and "tuned" or nothing */
    public static void main(String[] args) throws Exception {
        var config = new HikariConfig();
        config.setJdbcUrl(args[0]);
        config.setUsername(args[1]);
        config.setPassword(args[2]);
        boolean tuned = args[3].equals("tuned");
        config.setMaximumPoolSize(tuned ? THREADS_TUNED + 5 : THREADS);
        var done = new AtomicInteger();
        try (var pool = new HikariDataSource(config)) {
            OneTimeTask<Void> noop = Tasks.oneTime("noop").execute((instance, context) -> count(done));
            // How often it looks while there is nothing changes only the wait for the first.
            SchedulerBuilder builder = Scheduler.create(pool, noop).pollingInterval(OFTEN);
            Scheduler scheduler = tuned
                    ? builder.threads(THREADS_TUNED).pollUsingLockAndFetch(1.0, 4.0).build()
                    : builder.build();
            scheduler.start();
            System.out.println("ready");
            var in = new BufferedReader(new InputStreamReader(System.in));
            while (in.readLine() != null) {
                done.set(0);
                System.out.println("ready");
            }
            scheduler.stop();
        }
    }

    private static void count(AtomicInteger done) {
        int now = done.incrementAndGet();
        if (now == 1 || now % SAMPLE_EVERY == 0) {
            System.out.println("done " + System.nanoTime() / 1e9 + " " + now);
        }
    }
}
