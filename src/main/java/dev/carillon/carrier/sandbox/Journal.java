package dev.carillon.carrier.sandbox;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/**
 * A file that lines are only ever added to, each by one write, so that a process killed at any moment leaves
 * whole lines and several processes may share the file. A plain stream, not a channel: an interrupt closes a
 * channel. Thread-safe.
 */
final class Journal implements AutoCloseable {

    private final FileOutputStream out;
    private boolean torn;

    Journal(Path file) throws IOException {
        this.out = new FileOutputStream(file.toFile(), true);
    }

    /**
     * Adds a line if it is still time when this thread's turn to write has come.
     *
     * @param line with its line break
     * @return false when it was too late and nothing was written
     * @throws IOException when the line could not be written whole
     */
    synchronized boolean append(String line, BooleanSupplier inTime) throws IOException {
        byte[] bytes = (torn ? "\n" + line : line).getBytes(StandardCharsets.UTF_8);
        if (!inTime.getAsBoolean()) {
            return false;
        }
        torn = true;
        out.write(bytes);
        torn = false;
        return true;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
