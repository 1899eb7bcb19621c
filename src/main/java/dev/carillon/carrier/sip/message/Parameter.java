package dev.carillon.carrier.sip.message;

import org.jspecify.annotations.Nullable;

/**
 * One parameter of a value: {@code ;name} or {@code ;name=value}, the value as it was written, with its
 * quotes.
 */
public record Parameter(String name, @Nullable String value) {

    /** What ends a name or a value that is not in quotes. */
    static final OctetSet ENDS = OctetSet.of(";,\"<>\\ \t");
    static final OctetSet ENDS_OF_NAME = ENDS.and("=");

    public Parameter {
        Limits.check(!name.isEmpty() && isPlain(name) && name.indexOf('=') < 0,
                "the name of a parameter is none");
        Limits.check(value == null || isValue(value), "the value of a parameter is none");
    }

    private static boolean isValue(String value) {
        if (!value.startsWith("\"")) {
            return isPlain(value);
        }
        Octets.line(value, "a parameter");
        return Scan.endOfQuoted(value, 0) == value.length();
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Octets.isText(c) || ENDS.has(c)) {
                return false;
            }
        }
        return true;
    }

    /** Its name alone: a value may be a number or a secret. */
    @Override
    public String toString() {
        return name;
    }
}
