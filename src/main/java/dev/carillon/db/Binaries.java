package dev.carillon.db;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs.
 *
 * @param folder with {@code initdb}, {@code pg_ctl} and {@code postgres}
 * @param mark   another one for other programs; recorded beside the settings of a server that runs
 */
record Binaries(Path folder, String mark) {

    private static final String SIZES = "sizes";

    /** Those of an installed PostgreSQL. */
    static Binaries installed(Path folder) {
        return new Binaries(folder, folder.toString());
    }

    /**
     * Those that came with Carillon, unpacked below the folder once, and once more when something is missing
     * there.
     */
    static Binaries unpacked(Path below, Consumer<String> progress) {
        URL archive = Binaries.class.getClassLoader().getResource(resource());
        if (archive == null) {
            throw new StartRefused("this build of Carillon brings no PostgreSQL for " + resource()
                    + ": give it a database of your own with CARILLON_DATABASE_URL");
        }
        try {
            String mark = mark(archive);
            Path home = below.resolve("programs-" + mark);
            if (!complete(home)) {
                progress.accept("unpacking PostgreSQL");
                Trees.delete(home);
                unpack(archive, home);
            }
            return new Binaries(home.resolve("bin"), mark);
        } catch (IOException e) {
            throw new StartRefused("PostgreSQL cannot be unpacked below " + below + ": " + e, e);
        }
    }

    String program(String name) {
        return folder.resolve(name).toString();
    }

    private static String resource() {
        boolean mac = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac");
        String arch = switch (System.getProperty("os.arch", "")) {
            case "amd64" -> "x86_64";
            case "aarch64" -> "arm_64";
            case String other -> other;
        };
        return "postgres-" + (mac ? "darwin" : "linux") + "-" + arch + ".txz";
    }

    /** What the jar says of its entry, size and checksum: to read the archive itself would take long. */
    private static String mark(URL archive) throws IOException {
        var connection = (JarURLConnection) archive.openConnection();
        ZipEntry entry = connection.getJarEntry();
        return "%x-%08x".formatted(entry.getSize(), entry.getCrc());
    }

    /** The list is written last; after a crash of the machine it may be there and files before it empty. */
    private static boolean complete(Path home) throws IOException {
        Path sizes = home.resolve(SIZES);
        return Files.exists(sizes) && Files.readString(sizes).equals(sizes(home));
    }

    private static String sizes(Path home) throws IOException {
        var text = new StringBuilder();
        Trees.sizes(home).forEach((file, size) -> {
            if (!file.equals(SIZES)) {
                text.append(file).append(' ').append(size).append('\n');
            }
        });
        return text.toString();
    }

    private static void unpack(URL archive, Path home) throws IOException {
        try (InputStream packed = new BufferedInputStream(archive.openStream());
                var tar = new TarArchiveInputStream(new XZInputStream(packed))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                place(entry, tar, home);
            }
        }
        Files.writeString(home.resolve(SIZES), sizes(home));
    }

    private static void place(TarArchiveEntry entry, InputStream content, Path home) throws IOException {
        Path target = home.resolve(entry.getName()).normalize();
        if (!target.startsWith(home)) {
            throw new IOException("an entry that leads out of the archive: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.resolveSibling("."));
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
            Files.copy(content, target);
            String mode = (entry.getMode() & 0100) != 0 ? "rwx------" : "rw-------";
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(mode));
        }
    }
}
