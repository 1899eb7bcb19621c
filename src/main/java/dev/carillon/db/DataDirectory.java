package dev.carillon.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The folder that holds all that a node keeps, owned by one process at a time and readable only by its user.
 * The lock is the operating system's: it ends with the process, however that dies.
 */
public final class DataDirectory implements AutoCloseable {

    private final Path path;
    private final FileLock lock;

    private DataDirectory(Path path, FileLock lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Makes the folder when there is none (0700) and becomes its owner; held by another process: refused. */
    public static DataDirectory lock(Path path) {
        return tryLock(path).orElseThrow(() -> new StartRefused("another Carillon uses the data directory "
                + path.toAbsolutePath() + ": stop it first, or choose another with CARILLON_DATA_DIR"));
    }

    /** The same; empty when another process is the owner. */
    static Optional<DataDirectory> tryLock(Path path) {
        try {
            Path folder = privateFolder(path);
            @Nullable FileLock lock = take(folder.resolve("lock"));
            return lock == null ? Optional.empty() : Optional.of(new DataDirectory(folder, lock));
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
            lock.acquiredBy().close();
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

    private static @Nullable FileLock take(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
            }
            return lock;
        } catch (OverlappingFileLockException e) {
            // Held by this very process. The channel stays open: POSIX drops a process's lock with any of
            // its channels.
            return null;
        }
    }
}
