package dev.carillon.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.sun.security.auth.module.UnixSystem;

import dev.carillon.base.Patience;

/**
 * Runs PostgreSQL's own programs. They refuse to run as root; as root they run in a user namespace of their
 * own, in which they are nobody but still own their files.
 */
final class Program {

    private static final String ROOT_IMPOSSIBLE =
            "PostgreSQL does not run as root, and `unshare -U` (util-linux, user namespaces), with which it"
                    + " would, does not work here: run Carillon as an ordinary user, or give it a database of"
                    + " your own with CARILLON_DATABASE_URL";

    private final Path output;
    private final List<String> prefix;

    /** @param output a file for what the programs print */
    Program(Path output) {
        this(output, new UnixSystem().getUid() == 0 ? List.of("unshare", "-U") : List.of());
    }

    /** @param prefix what makes root an ordinary user; empty for everyone else */
    Program(Path output, List<String> prefix) {
        this.output = output;
        this.prefix = prefix;
    }

    /** How it ended and what it printed. */
    record Ending(int code, String text) {

        boolean good() {
            return code == 0;
        }
    }

    /** Runs it to its end; past the limit it is killed. */
    Ending run(Duration limit, List<String> command) {
        Process process = start(command);
        try {
            return Patience.until(limit, () -> !process.isAlive())
                    ? ending(process)
                    : new Ending(-1, command.getFirst() + " did not end within " + limit.toSeconds() + " s");
        } finally {
            process.destroyForcibly();
        }
    }

    /** Starts it and returns at once. */
    Process start(List<String> command) {
        try {
            List<String> whole = new ArrayList<>(prefix);
            whole.addAll(command);
            // A file, not a pipe: a server that outlives its pg_ctl must not hold the other end of one.
            var builder = new ProcessBuilder(whole).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
            builder.environment().put("LC_ALL", "C");
            return builder.start();
        } catch (IOException e) {
            throw new StartRefused("cannot run " + command.getFirst() + ": " + e.getMessage(), e);
        }
    }

    Ending ending(Process ended) {
        try {
            return new Ending(ended.exitValue(), Files.readString(output).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Refuses, with both ways out, where PostgreSQL could not run at all. */
    void check() {
        if (!prefix.isEmpty() && !tried()) {
            throw new StartRefused(ROOT_IMPOSSIBLE);
        }
    }

    private boolean tried() {
        try {
            return run(Duration.ofSeconds(10), List.of("true")).good();
        } catch (StartRefused noSuchProgram) {
            return false;
        }
    }
}
