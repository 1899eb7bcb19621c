package dev.carillon.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

import dev.carillon.base.HeldFile;

/**
 * The folder that holds all that a node keeps, owned by one process at a time and readable only by its user.
 * The lock is the operating system's: it ends with the process, however that dies.
 */
public final class DataDirectory implements AutoCloseable {

    private final Path path;
    private final FileChannel lock;

    private DataDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Makes the folder when there is none (0700) and becomes its owner; held by another, or by this one
     * already: refused.
     */
    public static DataDirectory lock(Path path) {
        return tryLock(path).orElseThrow(() -> new StartRefused("another Carillon uses the data directory "
                + path.toAbsolutePath() + ": stop it first, or choose another with CARILLON_DATA_DIR"));
    }

    /** The same; empty when it has an owner. */
    static Optional<DataDirectory> tryLock(Path path) {
        try {
            Path folder = privateFolder(path);
            return HeldFile.take(folder.resolve("lock")).map(lock -> new DataDirectory(folder, lock));
        } catch (IOException e) {
            throw new StartRefused("the data directory " + path.toAbsolutePath() + " cannot be used: " + e,
                    e);
        }
    }

    /** The folder's real path. */
    public Path path() {
        return path;
    }

    /** Gives the folder back. */
    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Only our user may look into it, also when it was there before. */
    static Path privateFolder(Path path) throws IOException {
        Files.createDirectories(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
        return path.toRealPath();
    }
}
