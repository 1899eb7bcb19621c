package dev.carillon.log;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import dev.carillon.call.PhoneNumber;

/** Takes out of a text what no log may show. */
final class Masking {

    /** A number as E.164 writes it, in an address as well. */
    private static final Pattern NUMBER = Pattern.compile("(?:\\+|%2[Bb])([1-9][0-9]{6,})");
    private static final Pattern SECRET = Pattern.compile("(s3cr3t_|calltoken_|(?i)password=)[^\\s\"'&,;]+");

    private Masking() {
    }

    /** The text with {@code +4915…34} for a number and nothing of a secret but its beginning. */
    static String mask(String text) {
        String numbers = NUMBER.matcher(text).replaceAll(Masking::number);
        return SECRET.matcher(numbers).replaceAll("$1…");
    }

    private static String number(MatchResult found) {
        return PhoneNumber.masked("+" + found.group(1));
    }
}
