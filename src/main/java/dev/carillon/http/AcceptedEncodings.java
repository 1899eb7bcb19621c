package dev.carillon.http;

import java.util.List;
import java.util.Locale;

/** What a client says it can decode (RFC 9110, 12.5.3). */
final class AcceptedEncodings {

    private AcceptedEncodings() {
    }

    /** Whether gzip is among them: named with a quality above zero, or meant by {@code *}. */
    static boolean gzip(List<String> values) {
        Boolean any = null;
        for (String value : values) {
            for (String member : value.toLowerCase(Locale.ROOT).split(",", -1)) {
                String[] parts = member.split(";", 2);
                String coding = parts[0].strip();
                boolean wanted = parts.length == 1 || quality(parts[1]) > 0;
                if (coding.equals("gzip") || coding.equals("x-gzip")) {
                    return wanted;
                }
                if (coding.equals("*")) {
                    any = wanted;
                }
            }
        }
        return Boolean.TRUE.equals(any);
    }

    /** What cannot be read is no wish. */
    private static double quality(String parameter) {
        String text = parameter.strip();
        if (!text.startsWith("q=")) {
            return 0;
        }
        try {
            return Double.parseDouble(text.substring(2).strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
