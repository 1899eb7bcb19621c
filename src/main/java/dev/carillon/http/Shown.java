package dev.carillon.http;

import java.util.regex.Pattern;

/** What a client sent, as an error repeats it: short, on one line. */
final class Shown {

    private static final int LONGEST = 40;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private Shown() {
    }

    static String of(String value) {
        String line = CONTROL.matcher(value).replaceAll("?");
        int points = line.codePointCount(0, line.length());
        return points <= LONGEST ? line : line.substring(0, line.offsetByCodePoints(0, LONGEST)) + "…";
    }
}
