package dev.carillon.cli;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Where the live table appears: redrawn in place on a terminal, a plain line now and then where there is
 * none.
 */
final class Screen implements AutoCloseable {

    private static final int PLAIN_EVERY = 5;

    private final PrintStream out;
    private final @Nullable Terminal terminal;
    private int drawn;
    private int shows;

    Screen(PrintStream out) {
        this.out = out;
        this.terminal = onTerminal() ? terminal() : null;
    }

    /** There is no console at all where the input is not a terminal. */
    private static boolean onTerminal() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    }

    private static Terminal terminal() {
        try {
            return TerminalBuilder.builder().system(true).dumb(true).nativeSignals(false).build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Shows the figures as they are now; to be called about once a second. */
    void show(JsonNode data) {
        if (terminal == null || terminal.getWidth() <= 0) {
            if (shows++ % PLAIN_EVERY == 0) {
                out.println(LiveTable.plain(data));
            }
            return;
        }
        List<String> lines = LiveTable.lines(data, terminal.getWidth() - 1, terminal.getHeight() - 1);
        var text = new StringBuilder(drawn > 0 ? "\u001b[" + drawn + "A" : "");
        lines.forEach(line -> text.append("\u001b[2K").append(line).append('\n'));
        out.print(text.append("\u001b[0J"));
        out.flush();
        drawn = lines.size();
    }

    /** Says something below the table; the next table starts anew. */
    void say(String line) {
        out.println(line);
        drawn = 0;
    }

    @Override
    public void close() {
        if (terminal != null) {
            try {
                terminal.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
