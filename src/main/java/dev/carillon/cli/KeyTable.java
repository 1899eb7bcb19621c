package dev.carillon.cli;

import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.carillon.organization.ApiKey;

/** Keys as a table: a line each, columns as wide as what stands in them. */
final class KeyTable {

    private static final List<String> HEAD =
            List.of("ID", "KEY", "NAME", "SCOPE", "ORGANIZATION", "CREATED", "REVOKED");
    private static final String NOTHING = "-";

    private KeyTable() {
    }

    static void print(PrintStream out, List<ApiKey> keys) {
        var lines = new ArrayList<List<String>>();
        lines.add(HEAD);
        keys.forEach(k -> lines.add(cells(k)));
        int[] widths = new int[HEAD.size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], length(line.get(i)));
            }
        }
        lines.forEach(line -> out.println(line(line, widths)));
    }

    private static List<String> cells(ApiKey key) {
        String name = key.name();
        return List.of(key.publicId(), key.key(), name == null ? NOTHING : name, key.scope().word(),
                key.organizationId(), time(key.createdAt()), time(key.revokedAt()));
    }

    private static String time(@Nullable Instant at) {
        return at == null ? NOTHING : at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String line(List<String> cells, int[] widths) {
        var line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(cells.get(i)).repeat(" ", widths[i] - length(cells.get(i)) + 2);
        }
        return line.toString().stripTrailing();
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
