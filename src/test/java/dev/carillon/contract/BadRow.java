package dev.carillon.contract;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A request that is wrong, what it must get, and the words that the error must have, in their order.
 *
 * @param words parts of the error; between them may be anything
 */
record BadRow(Ask ask, int status, List<String> words) {

    private static final String COLUMN = " \\| ";
    private static final String GAP = " … ";

    static BadRow of(Ask ask, int status, String words) {
        return new BadRow(ask, status, List.of(words.split(GAP, -1)));
    }

    /**
     * The rows of a table: {@code input | status | words}. Backslash u is a character by its number, and
     * stays for JSON to read when it is doubled.
     */
    static Stream<BadRow> table(String lines, Function<String, Ask> ask) {
        return lines.lines().filter(line -> !line.isBlank()).map(line -> {
            String[] cells = line.split(COLUMN, -1);
            if (cells.length != 3) {
                throw new IllegalArgumentException(line);
            }
            return of(ask.apply(cells[0]), Integer.parseInt(cells[1].strip()), cells[2].strip());
        });
    }

    /** The table of the bodies of one call; single quotes stand for double ones. */
    static Stream<BadRow> bodies(String method, String target, String lines) {
        return table(lines, body -> Ask.of(method, target).with(body.replace('\'', '"')));
    }

    /** Whether the words are there, in their order. */
    boolean isToldBy(String error) {
        int at = 0;
        for (String part : words) {
            int found = error.indexOf(part, at);
            if (found < 0) {
                return false;
            }
            at = found + part.length();
        }
        return true;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return ask + " → " + status + " " + String.join(GAP, words);
    }
}
