package dev.carillon.carrier.sip.message;

/** A place in a value that is read from left to right. Reads what is asked for, or refuses. */
final class Scan {

    private final String text;
    private final String what;
    private int at;

    /** @param what the value's name, for the refusal */
    Scan(String text, String what) {
        this.text = text;
        this.what = what;
    }

    boolean atEnd() {
        return at == text.length();
    }

    /** Whether this character is the next one. */
    boolean sees(char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    /** Goes over the character if it is the next one. */
    boolean takes(char c) {
        if (sees(c)) {
            at++;
            return true;
        }
        return false;
    }

    void expect(char c) {
        if (!takes(c)) {
            throw refused("has no '" + c + "' where it must be");
        }
    }

    /** Goes over spaces and tabs; says whether there were any. */
    boolean space() {
        int from = at;
        while (at < text.length() && Octets.isSpace(text.charAt(at))) {
            at++;
        }
        return at > from;
    }

    String token() {
        int from = at;
        while (at < text.length() && Octets.isToken(text.charAt(at))) {
            at++;
        }
        if (at == from) {
            throw refused("has no token where one must be");
        }
        return text.substring(from, at);
    }

    /** Everything up to the first of these characters, or to the end. */
    String until(OctetSet ends) {
        int from = at;
        while (at < text.length() && !ends.has(text.charAt(at))) {
            at++;
        }
        return text.substring(from, at);
    }

    /** A quoted string, with its quotes and escapes. */
    String quoted() {
        int from = at;
        at = endOfQuoted(text, from);
        return text.substring(from, at);
    }

    String rest() {
        String rest = text.substring(at);
        at = text.length();
        return rest;
    }

    SipSyntax refused(String why) {
        return new SipSyntax(what + " " + why);
    }

    /** The place after the quoted string that begins here. */
    static int endOfQuoted(String text, int from) {
        int at = from + 1;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                return at + 1;
            }
            at += c == '\\' ? 2 : 1;
        }
        throw new SipSyntax("a quotation mark is not closed");
    }

    /** What a quoted string says; anything else says itself. */
    static String unquoted(String value) {
        if (value.isEmpty() || value.charAt(0) != '"') {
            return value;
        }
        var said = new StringBuilder(value.length());
        for (int i = 1; i < value.length() - 1; i++) {
            char c = value.charAt(i);
            said.append(c == '\\' ? value.charAt(++i) : c);
        }
        return said.toString();
    }

    /** A text in quotes, that says it. */
    static String inQuotes(String said) {
        var quoted = new StringBuilder(said.length() + 2).append('"');
        for (int i = 0; i < said.length(); i++) {
            char c = said.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\');
            }
            quoted.append(c);
        }
        return quoted.append('"').toString();
    }
}
