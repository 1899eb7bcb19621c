package dev.carillon.carrier.sip.message;

/** The escapes of URIs: {@code %} and two hex digits are an octet. */
final class Percent {

    private Percent() {
    }

    /** Whether two hex digits follow every {@code %}. */
    static boolean isWhole(String text) {
        for (int at = text.indexOf('%'); at >= 0; at = text.indexOf('%', at + 3)) {
            if (at + 2 >= text.length() || !Octets.isHex(text.charAt(at + 1))
                    || !Octets.isHex(text.charAt(at + 2))) {
                return false;
            }
        }
        return true;
    }

    /**
     * With octets instead of escapes, of text that {@link #isWhole}; one that would control stays escaped.
     */
    static String resolved(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        var resolved = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            char octet = c == '%' ? octet(text, at) : c;
            boolean kept = c == '%' && (!Octets.isText(octet) || octet == '\t');
            resolved.append(kept ? text.substring(at, at + 3) : octet);
            at += c == '%' ? 3 : 1;
        }
        return resolved.toString();
    }

    private static char octet(String text, int at) {
        return (char) (Character.digit(text.charAt(at + 1), 16) * 16
                + Character.digit(text.charAt(at + 2), 16));
    }
}
