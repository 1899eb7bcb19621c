package dev.carillon.carrier.sip.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

import dev.carillon.base.Patience;

/**
 * A program beside the test: it runs in a folder of its own, what it prints is kept there, and it is ended by
 * its number. It ends by itself after half an hour, should the test be killed.
 */
final class PeerProgram implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final String LONGEST_SECONDS = "1800";

    private final Process process;
    private final Path folder;

    private PeerProgram(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    static PeerProgram start(Path folder, List<String> command) {
        var whole = new ArrayList<>(List.of("timeout", "--kill-after=5", LONGEST_SECONDS));
        whole.addAll(command);
        try {
            Files.createDirectories(folder);
            var builder = new ProcessBuilder(whole).directory(folder.toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(folder.resolve("out.txt").toFile())
                    .redirectError(folder.resolve("err.txt").toFile());
            builder.environment().put("LC_ALL", "C");
            builder.environment().put("TERM", "xterm");
            builder.environment().put("HOME", folder.toString());
            return new PeerProgram(builder.start(), folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs it to its end, which must be good. */
    static void run(Path folder, List<String> command) {
        try (var program = start(folder, command)) {
            int code = program.awaitEnd(START);
            if (code != 0) {
                throw new AssertionError(String.join(" ", command) + " ended with " + code + program.said());
            }
        }
    }

    /** Waits until it is ready; what it said is in the failure. */
    void awaitReady(String what, BooleanSupplier ready) {
        boolean met = Patience.until(START, () -> ready.getAsBoolean() || !process.isAlive());
        if (!met || !process.isAlive()) {
            throw new AssertionError(what + ": " + (met ? "it has ended" : "waited in vain") + said());
        }
    }

    boolean hasEnded() {
        return !process.isAlive();
    }

    /** Waits for its own end. */
    int awaitEnd(Duration most) {
        if (!Patience.until(most, this::hasEnded)) {
            throw new AssertionError("still running after " + most + said());
        }
        return process.exitValue();
    }

    /** What it has written to a file of its folder so far; empty where there is none. */
    String file(String name) {
        Path file = folder.resolve(name);
        try {
            return Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String said() {
        return "\n" + file("out.txt") + "\n" + file("err.txt");
    }

    /** Asks it to end; {@code timeout} hands that on. What has not ended after a while is killed. */
    @Override
    public void close() {
        List<ProcessHandle> all = process.descendants().toList();
        process.destroy();
        if (!Patience.until(GRACE, () -> !process.isAlive())) {
            process.destroyForcibly();
        }
        all.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
    }
}
