package dev.carillon.config;

/** What an operator wrote, as an error repeats it: short, on one line. */
final class Shown {

    private static final int LONGEST = 40;

    private Shown() {
    }

    static String of(String value) {
        String line = value.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
