package dev.carillon.carrier.sip.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/**
 * Text as this package holds it: a character an octet (ISO-8859-1), so that nothing is lost or changed on the
 * way through. SIP's own text is UTF-8; it becomes that for people only.
 */
public final class Octets {

    private static final String SEPARATORS_IN_TOKENS = "-.!%*_+`'~";
    private static final boolean[] TOKEN = new boolean[128];

    static {
        for (char c = '!'; c < 0x7f; c++) {
            TOKEN[c] = isAlphanumeric(c) || SEPARATORS_IN_TOKENS.indexOf(c) >= 0;
        }
    }

    private Octets() {
    }

    /** Octets as people read them: UTF-8, or ISO-8859-1 where they are not that. */
    public static String shown(String octets) {
        if (isAscii(octets)) {
            return octets;
        }
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(octets.getBytes(ISO_8859_1))).toString();
        } catch (CharacterCodingException e) {
            return octets;
        }
    }

    /** Text of people as octets: UTF-8. */
    public static String of(String text) {
        return isAscii(text) ? text : new String(text.getBytes(UTF_8), ISO_8859_1);
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 128) {
                return false;
            }
        }
        return true;
    }

    /** A character of a token (RFC 3261 25.1), which names of methods, headers and parameters are. */
    static boolean isToken(char c) {
        return c < 128 && TOKEN[c];
    }

    static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isToken(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isHex(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    static boolean isAlphanumeric(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }

    /** Whether a character may stand within a line: an octet that controls nothing; tabs may. */
    static boolean isText(char c) {
        return (c >= ' ' && c != 0x7f && c <= 0xff) || c == '\t';
    }

    /** Whether a character is seen, and plain: what addresses consist of. */
    static boolean isVisible(char c) {
        return c > ' ' && c < 0x7f;
    }

    /** The text, if nothing in it could end its line. */
    static String line(String text, String what) {
        for (int i = 0; i < text.length(); i++) {
            if (!isText(text.charAt(i))) {
                throw new SipSyntax(what + " has a control character");
            }
        }
        return text;
    }

    /** Without spaces and tabs at both ends. */
    static String stripped(String text) {
        return stripped(text, 0, text.length());
    }

    /** The same of a part of it. */
    static String stripped(String text, int begin, int end) {
        int from = begin;
        int to = end;
        while (from < to && isSpace(text.charAt(from))) {
            from++;
        }
        while (from < to && isSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    /** The number that the digits of ASCII say, or -1 if they are none or it is above the greatest. */
    static long number(String digits, long greatest) {
        long number = 0;
        for (int i = 0; i < digits.length(); i++) {
            if (!isDigit(digits.charAt(i))) {
                return -1;
            }
            number = number * 10 + digits.charAt(i) - '0';
            if (number > greatest) {
                return -1;
            }
        }
        return digits.isEmpty() ? -1 : number;
    }
}
