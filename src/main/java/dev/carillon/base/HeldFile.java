package dev.carillon.base;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files that have one owner at a time, a process; the operating system ends that with the process. */
public final class HeldFile {

    private static final Logger LOG = LoggerFactory.getLogger(HeldFile.class);

    private HeldFile() {
    }

    /**
     * Makes the file when there is none and becomes its owner until the channel is closed; empty while it has
     * an owner, another process or this one.
     *
     * @return a channel to read and write it; its close gives the file back
     */
    public static Optional<FileChannel> take(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return Optional.of(channel);
            }
            channel.close();
        } catch (OverlappingFileLockException e) {
            keepUntilExit(channel);
        }
        return Optional.empty();
    }

    /**
     * POSIX drops a process's lock with any channel of the file that it closes, the collector's too. A hook
     * keeps this one from the collector.
     */
    private static void keepUntilExit(FileChannel channel) {
        var holder = Thread.ofPlatform().unstarted(() -> LOG.trace("{} ends with this process", channel));
        try {
            Runtime.getRuntime().addShutdownHook(holder);
        } catch (IllegalStateException e) {
            LOG.debug("this process ends already", e);
        }
    }
}
