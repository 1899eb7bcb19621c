package dev.carillon.db;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Folders with all that is in them. */
final class Trees {

    private Trees() {
    }

    /** Every regular file below with its size, in one order; each is looked at once, links not followed. */
    static SortedMap<String, Long> sizes(Path top) throws IOException {
        var sizes = new TreeMap<String, Long>();
        int prefix = top.toString().length() + 1;
        Files.walkFileTree(top, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    sizes.put(file.toString().substring(prefix), attributes.size());
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return sizes;
    }

    /** Removes it with all that is below; nothing when it is not there. */
    static void delete(Path top) throws IOException {
        if (!Files.exists(top, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> all = Files.walk(top)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
