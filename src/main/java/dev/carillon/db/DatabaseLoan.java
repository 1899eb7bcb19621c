package dev.carillon.db;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

import dev.carillon.base.Patience;

/** The embedded database for the time of a short command; closing it leaves everything as it was found. */
public final class DatabaseLoan implements AutoCloseable {

    private static final Duration OWNER_PATIENCE = Duration.ofSeconds(30);

    private final DatabaseAddress address;
    private final Runnable end;

    private DatabaseLoan(DatabaseAddress address, Runnable end) {
        this.address = address;
        this.end = end;
    }

    /**
     * Connects to the database that runs for its owner, or starts it when it has none.
     *
     * @param progress gets lines for people while they wait
     */
    public static DatabaseLoan connectOrStart(Path dataDirectory, Consumer<String> progress) {
        if (!Files.exists(dataDirectory.resolve("postgres").resolve("cluster"))) {
            throw new StartRefused("there is no database in " + dataDirectory.toAbsolutePath()
                    + ": start `carillon serve` first, or name another folder with CARILLON_DATA_DIR");
        }
        Optional<DataDirectory> owned = DataDirectory.tryLock(dataDirectory);
        return owned.isPresent() ? start(owned.get(), progress) : connect(dataDirectory);
    }

    private static DatabaseLoan start(DataDirectory directory, Consumer<String> progress) {
        try {
            return start(Cluster.embedded(directory, progress), progress, directory::close);
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    static DatabaseLoan start(Cluster cluster, Consumer<String> progress, Runnable end) {
        var postgres = EmbeddedPostgres.open(cluster, ServerSettings.forThisMachine(), progress);
        return new DatabaseLoan(postgres.address(), () -> {
            postgres.stop();
            end.run();
        });
    }

    private static DatabaseLoan connect(Path dataDirectory) {
        // Its owner has the programs; whoever only connects needs none.
        var cluster = Cluster.of(Cluster.home(dataDirectory.toAbsolutePath()),
                Binaries.installed(dataDirectory));
        if (!Patience.until(OWNER_PATIENCE,
                () -> cluster.port() > 0 && cluster.probe() == Cluster.Probe.READY)) {
            throw new StartRefused("the database in " + dataDirectory.toAbsolutePath()
                    + " belongs to a running Carillon but does not answer: try again, or see its log");
        }
        return new DatabaseLoan(cluster.address("carillon"), () -> {
        });
    }

    public DatabaseAddress address() {
        return address;
    }

    @Override
    public void close() {
        end.run();
    }
}
