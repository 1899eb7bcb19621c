package dev.carillon.carrier.sip.message;

/**
 * Looks for the empty line that ends a head, in octets that may come one by one, and refuses on the way what
 * no head may have: control characters, a CR or an LF without the other, a line that does not end.
 */
final class HeadEnd {

    private int at;
    private int lineAt;

    /**
     * The length of the head with its empty line, or -1 while that is not there. The next call goes on where
     * this one stopped.
     *
     * @param from where the message begins in the octets, at this call
     */
    int find(byte[] octets, int from, int to) {
        while (from + at < to) {
            char c = (char) (octets[from + at] & 0xff);
            if (c == '\r') {
                if (from + at + 1 == to) {
                    return -1;
                }
                Limits.check(octets[from + at + 1] == '\n', "there is a CR without LF");
                boolean empty = at == lineAt;
                at += 2;
                lineAt = at;
                if (empty) {
                    return at;
                }
            } else {
                Limits.check(Octets.isText(c), "there is a control character");
                at++;
                Limits.check(at - lineAt <= Limits.LINE && at <= Limits.MESSAGE_IN,
                        "a line does not end");
            }
        }
        return -1;
    }
}
