package dev.carillon.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** What the sandbox wrote before it acted: the outside witness of every placed call. */
final class Journal {

    private Journal() {
    }

    /** One placed call. */
    record Line(Instant at, long batchId, int seq, int no, String number) {

        String task() {
            return batchId + "/" + seq;
        }
    }

    /** All lines of a data directory, in the order in which they were written. */
    static List<Line> read(Path dataDir) {
        Path file = dataDir.resolve("sandbox.journal");
        try {
            return Files.exists(file)
                    ? Files.readAllLines(file).stream().map(Journal::parse).toList()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Line parse(String text) {
        String[] fields = text.split("\t", -1);
        String[] call = fields[1].split("/", -1);
        return new Line(Instant.parse(fields[0]), Long.parseLong(call[0]), Integer.parseInt(call[1]),
                Integer.parseInt(call[2]), fields[2]);
    }
}
