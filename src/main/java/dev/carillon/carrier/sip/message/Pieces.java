package dev.carillon.carrier.sip.message;

import java.util.List;

/** Takes a list with commas apart. */
final class Pieces {

    private Pieces() {
    }

    /** Adds the members of a list, stripped; a comma in quotes or angle brackets parts nothing. */
    static void split(String value, List<String> into) {
        if (value.isEmpty()) {
            return;
        }
        int from = 0;
        while (from <= value.length()) {
            int end = end(value, from);
            Limits.check(into.size() < Limits.HEADERS, "a list has too many members");
            into.add(Octets.stripped(value.substring(from, end)));
            from = end + 1;
        }
    }

    /** The place of the comma after the member that begins here, or the end of the value. */
    static int end(String value, int from) {
        return end(value, from, ',');
    }

    /** The same with another mark than a comma. */
    static int end(String value, int from, char mark) {
        int at = from;
        while (at < value.length() && value.charAt(at) != mark) {
            char c = value.charAt(at);
            if (c == '"') {
                at = Scan.endOfQuoted(value, at);
            } else if (c == '<') {
                at = value.indexOf('>', at) + 1;
                Limits.check(at > 0, "an angle bracket is not closed");
            } else {
                at++;
            }
        }
        return at;
    }
}
