package dev.carillon.call;

import java.util.regex.Pattern;

/**
 * A telephone number in the form of E.164. Only its syntax: whether it exists is decided when it is to be
 * dialled.
 */
public final class PhoneNumber {

    /** What a number must look like, in words for people. */
    public static final String ALLOWED = "E.164: + and 7 to 15 digits, the first not 0";

    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");

    private PhoneNumber() {
    }

    /** Whether the text has the syntax of E.164. */
    public static boolean looksRight(String text) {
        return E164.matcher(text).matches();
    }

    /** A number as a log may show it, {@code +4915…34}: enough to recognise one that is known, no more. */
    public static String masked(String number) {
        int shown = Math.min(5, number.length() / 2);
        return number.substring(0, shown) + "…" + number.substring(Math.max(shown, number.length() - 2));
    }
}
