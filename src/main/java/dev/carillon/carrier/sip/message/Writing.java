package dev.carillon.carrier.sip.message;

/** Puts a message into octets. */
final class Writing {

    private static final String COLON = ": ";
    private static final String LINE_END = "\r\n";

    private final byte[] octets;
    private int at;

    private Writing(byte[] octets) {
        this.octets = octets;
    }

    static byte[] octets(String firstLine, SipMessage message) {
        Body body = message.body();
        String length = Integer.toString(body.length());
        int octets = octets(firstLine.length(), message) + length.length();
        Limits.check(octets <= Limits.MESSAGE, "the message is too long");
        var writing = new Writing(new byte[octets]);
        writing.put(firstLine);
        writing.put(LINE_END);
        for (Header entry : message.headers().entries()) {
            writing.line(entry.name(), entry.value());
        }
        writing.line(HeaderName.CONTENT_LENGTH, length);
        writing.put(LINE_END);
        body.copyTo(writing.octets, writing.at);
        return writing.octets;
    }

    private void line(String name, String value) {
        put(name);
        put(COLON);
        put(value);
        put(LINE_END);
    }

    /** That copy is as fast as one of octets, and its loss of all but eight bits is none here. */
    @SuppressWarnings("deprecation")
    private void put(String text) {
        text.getBytes(0, text.length(), octets, at);
        at += text.length();
    }

    /** But for the digits of Content-Length. */
    private static int octets(int firstLine, SipMessage message) {
        int octets = firstLine + HeaderName.CONTENT_LENGTH.length() + COLON.length()
                + 3 * LINE_END.length() + message.body().length();
        for (Header entry : message.headers().entries()) {
            octets += entry.octets() + LINE_END.length();
        }
        return octets;
    }
}
