package dev.carillon.carrier.sip.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The lines of a session description, of its head or of one stream: read, checked and changed. */
final class SdpLines {

    private static final int MOST = 2_000;

    private SdpLines() {
    }

    /** Lines that end with CRLF or, as RFC 4566 5 lets it be, with LF alone. */
    static List<String> of(String text) {
        Limits.check(text.length() <= Limits.MESSAGE, "a session description is too long");
        var lines = new ArrayList<String>();
        int from = 0;
        while (from < text.length()) {
            int feed = text.indexOf('\n', from);
            int end = feed < 0 ? text.length() : feed;
            int to = end > from && text.charAt(end - 1) == '\r' ? end - 1 : end;
            lines.add(text.substring(from, to));
            from = end + 1;
        }
        while (!lines.isEmpty() && lines.getLast().isEmpty()) {
            lines.removeLast();
        }
        return lines;
    }

    static void check(List<String> lines) {
        Limits.check(lines.size() <= MOST, "a session description has too many lines");
        Limits.check(!lines.isEmpty() && lines.getFirst().equals("v=0"), "a session description is not v=0");
        for (String line : lines) {
            Octets.line(line, "a session description");
            Limits.check(line.length() >= 2 && line.charAt(1) == '=' && Character.isLowerCase(line.charAt(0))
                    && line.length() <= Limits.LINE, "a session description has a line that is none");
        }
    }

    /** The address of the first {@code c=} line; how far it goes, behind a slash, is left out. */
    static Optional<String> address(List<String> lines) {
        return first(lines, "c=").map(value -> {
            String[] words = words(value);
            Limits.check(words.length == 3 && words[0].equals("IN") && Origin.isWord(words[2]),
                    "c= has not its three parts");
            int slash = words[2].indexOf('/');
            return slash < 0 ? words[2] : words[2].substring(0, slash);
        });
    }

    /** What stands between single spaces. There are peers that put one more at the end. */
    static String[] words(String value) {
        return Octets.stripped(value).split(" ", -1);
    }

    static Optional<Direction> direction(List<String> lines) {
        for (String line : lines) {
            Optional<Direction> direction = Direction.of(line);
            if (direction.isPresent()) {
                return direction;
            }
        }
        return Optional.empty();
    }

    /** The value of the first line of this kind. */
    static Optional<String> first(List<String> lines, String kind) {
        for (String line : lines) {
            if (line.startsWith(kind)) {
                return Optional.of(line.substring(kind.length()));
            }
        }
        return Optional.empty();
    }

    static List<String> withoutDirection(List<String> lines) {
        var others = new ArrayList<String>(lines.size());
        for (String line : lines) {
            if (Direction.of(line).isEmpty()) {
                others.add(line);
            }
        }
        return others;
    }

    /** With this direction where the first one stood, or at the end. */
    static List<String> withDirection(List<String> lines, Direction direction) {
        var changed = new ArrayList<String>();
        boolean placed = false;
        for (String line : lines) {
            if (Direction.of(line).isEmpty()) {
                changed.add(line);
            } else if (!placed) {
                changed.add(direction.line());
                placed = true;
            }
        }
        if (!placed) {
            changed.add(direction.line());
        }
        return changed;
    }
}
