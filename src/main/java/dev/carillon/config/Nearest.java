package dev.carillon.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Which known name somebody may have meant. */
public final class Nearest {

    private static final int FARTHEST = 3;

    private Nearest() {
    }

    /** {@code "; did you mean port?"}, or nothing when no name is near. */
    public static String hint(String name, Collection<String> known) {
        Optional<String> nearest = known.stream()
                .min(Comparator.comparingInt((String other) -> distance(name, other))
                        .thenComparing(other -> other));
        return nearest.filter(other -> distance(name, other) <= Math.min(FARTHEST, other.length() / 2))
                .map(other -> "; did you mean " + other + "?").orElse("");
    }

    /** How many letters must be put in, left out or changed to come from one to the other. */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int changed = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
