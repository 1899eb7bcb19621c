package dev.carillon.carrier.sip.message;

import java.util.ArrayList;
import java.util.List;

/**
 * A head as lines, folded ones joined. What is wrong here makes it doubtful where the message ends.
 *
 * @param contentLength what the head says, or -1 where it does not
 */
record Lines(String first, List<Header> fields, int contentLength) {

    /** @param head lines that each end with CRLF, as {@link HeadEnd} found them, with the empty one */
    static Lines read(String head) {
        int end = head.indexOf("\r\n");
        String first = head.substring(0, end);
        var fields = new ArrayList<Header>();
        int length = -1;
        int at = end + 2;
        while (head.charAt(at) != '\r') {
            end = endOfField(head, at);
            Header field = field(head, at, end);
            if (field.is(HeaderName.CONTENT_LENGTH)) {
                length = sameLength(length, field.value());
            } else {
                Limits.check(fields.size() < Limits.HEADERS, "there are too many headers");
                fields.add(field);
            }
            at = end + 2;
        }
        return new Lines(first, fields, length);
    }

    private static int endOfField(String head, int from) {
        int end = head.indexOf("\r\n", from);
        while (Octets.isSpace(head.charAt(end + 2))) {
            end = head.indexOf("\r\n", end + 2);
        }
        return end;
    }

    /** A line that begins with a space goes on with the one before; all that is between them is one space. */
    private static String unfolded(String field) {
        var joined = new StringBuilder(field.length());
        int from = 0;
        while (from < field.length()) {
            int end = field.indexOf('\r', from);
            int to = end < 0 ? field.length() : end;
            joined.append(from == 0 ? "" : " ").append(Octets.stripped(field.substring(from, to)));
            from = to + 2;
        }
        return joined.toString();
    }

    private static Header field(String head, int from, int end) {
        int colon = head.indexOf(':', from, end);
        boolean folded = head.indexOf('\r', from, end) >= 0;
        if (folded && colon >= 0) {
            String line = unfolded(head.substring(from, end));
            return field(line, 0, line.length());
        }
        Limits.check(colon > from && !Octets.isSpace(head.charAt(from)), "a header has no name");
        return new Header(Octets.stripped(head, from, colon), Octets.stripped(head, colon + 1, end));
    }

    private static int sameLength(int before, String value) {
        int length = (int) Octets.number(value, Limits.MESSAGE);
        Limits.check(length >= 0, "Content-Length is none");
        Limits.check(before < 0 || before == length, "Content-Length is there twice");
        return length;
    }
}
