package dev.carillon.carrier.rest;

/** Text as it stands in XML 1.0, in an attribute or between tags: whatever it is, it stays text. */
final class Xml {

    private Xml() {
    }

    /** What XML cannot hold at all is left out. */
    static String text(String plain) {
        var out = new StringBuilder(plain.length() + 16);
        plain.codePoints().forEach(c -> append(out, c));
        return out.toString();
    }

    private static void append(StringBuilder out, int c) {
        switch (c) {
            case '&' -> out.append("&amp;");
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '"' -> out.append("&quot;");
            case '\'' -> out.append("&apos;");
            // A reader of attributes would make spaces of them.
            case '\t', '\n', '\r' -> out.append("&#").append(c).append(';');
            default -> {
                if (isCharacter(c)) {
                    out.appendCodePoint(c);
                }
            }
        }
    }

    /** XML 1.0, production Char; a lone surrogate is none. */
    private static boolean isCharacter(int c) {
        return (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0x10FFFF);
    }
}
