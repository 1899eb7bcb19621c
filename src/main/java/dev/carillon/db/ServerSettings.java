package dev.carillon.db;

import java.lang.management.ManagementFactory;

import com.sun.management.OperatingSystemMXBean;

/**
 * How much of the machine the embedded PostgreSQL may use.
 *
 * @param sharedBuffersMegabytes memory for pages
 * @param walMegabytes           disk that the log of changes may take before a checkpoint is forced
 */
public record ServerSettings(int sharedBuffersMegabytes, int walMegabytes) {

    private static final int MEBI = 1 << 20;

    /** A quarter of the memory, at most 1 GB. */
    public static ServerSettings forThisMachine() {
        long memory = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getTotalMemorySize();
        return new ServerSettings((int) Math.clamp(memory / MEBI / 4, 32, 1024), 4096);
    }

    /** For a demonstration: it must start fast and leave the machine alone. */
    public static ServerSettings small() {
        return new ServerSettings(64, 512);
    }

    /** Whether the programs of that mark were started, or tried, with this text. */
    static boolean marked(String text, String mark) {
        return text.startsWith(firstLine(mark));
    }

    private static String firstLine(String mark) {
        return "# Written by Carillon at each start; changes here are lost. Programs: " + mark + "\n";
    }

    /** The settings file. Only a start writes it, so it says how a server that runs was started. */
    String text(int port, String mark) {
        return firstLine(mark) + """
                port = %d
                listen_addresses = '127.0.0.1'
                unix_socket_directories = ''
                fsync = on
                synchronous_commit = on
                full_page_writes = on
                shared_buffers = %dMB
                max_wal_size = %dMB
                wal_buffers = 16MB
                checkpoint_timeout = 15min
                random_page_cost = 1.1
                jit = off
                autovacuum_naptime = 10s
                autovacuum_vacuum_cost_limit = 2000
                log_checkpoints = off
                log_lock_waits = on
                """.formatted(port, sharedBuffersMegabytes, walMegabytes);
    }
}
