package dev.carillon.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.HeldFile;

/**
 * The file {@code node-id} of a data directory: which node this is, over restarts. Locked while a node runs,
 * so that two processes are never one node.
 */
final class NodeFile implements AutoCloseable {

    private static final int LONGEST = 200;

    private final FileChannel channel;

    private NodeFile(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * A node as its database knows it.
     *
     * @param registeredAt tells it from a node of the same number in another database
     */
    record Node(long id, Instant registeredAt) {
    }

    static NodeFile lock(Path dataDirectory) {
        Path path = dataDirectory.resolve("node-id");
        try {
            Files.createDirectories(dataDirectory);
            return HeldFile.take(path).map(NodeFile::new).orElseThrow(
                    () -> new IllegalStateException(path + " belongs to a Carillon that is running"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Null when there is none yet, or nothing that can be read: then this is a new node. */
    @Nullable Node read() {
        try {
            ByteBuffer bytes = ByteBuffer.allocate(LONGEST);
            channel.read(bytes, 0);
            String[] words = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8).trim()
                    .split(" ", -1);
            return words.length == 2 ? new Node(Long.parseLong(words[0]), Instant.parse(words[1])) : null;
        } catch (NumberFormatException | DateTimeException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(Node node) {
        try {
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(
                            (node.id() + " " + node.registeredAt() + "\n").getBytes(StandardCharsets.UTF_8)),
                    0);
            channel.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
