package dev.carillon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import dev.carillon.call.AttemptState;
import dev.carillon.call.BatchStatus;
import dev.carillon.call.CarrierEvent;

/** What the documents say of the states is what the code says. */
class DocsTest {

    private static final int LONGEST_ARCHITECTURE = 150;

    @Test
    void the_diagram_of_a_batch_call_is_the_table_of_its_states() throws IOException {
        var expected = new StringBuilder("```mermaid\nstateDiagram-v2\n");
        for (BatchStatus from : BatchStatus.values()) {
            from.next()
                    .forEach(to -> expected.append("    ").append(from.word()).append(" --> ")
                            .append(to.word())
                            .append('\n'));
        }
        assertEquals(expected.append("```").toString(), between("batch-status"));
    }

    @Test
    void the_diagram_of_an_attempt_is_the_table_of_its_states() throws IOException {
        var expected = new StringBuilder("```mermaid\nstateDiagram-v2\n");
        for (AttemptState from : AttemptState.values()) {
            for (CarrierEvent.Kind told : CarrierEvent.Kind.values()) {
                if (from.after(told) != from) {
                    expected.append("    ").append(word(from)).append(" --> ").append(word(from.after(told)))
                            .append('\n');
                }
            }
        }
        assertEquals(expected.append("```").toString(), between("attempt-state"));
    }

    @Test
    void the_architecture_fits_on_150_lines() throws IOException {
        assertTrue(Files.readAllLines(Path.of("docs/architecture.md")).size() <= LONGEST_ARCHITECTURE);
    }

    private static String word(AttemptState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static String between(String mark) throws IOException {
        String text = Files.readString(Path.of("docs/lifecycle.md"));
        Matcher part = Pattern
                .compile("<!-- " + mark + " -->\n(.*?)\n?<!-- /" + mark + " -->", Pattern.DOTALL)
                .matcher(text);
        assertTrue(part.find(), mark);
        return part.group(1);
    }
}
