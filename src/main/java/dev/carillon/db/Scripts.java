package dev.carillon.db;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.CRC32;

import javax.sql.DataSource;

/**
 * The migrations that this program brings, and whether a database has had exactly those. What Flyway would
 * find, in a tenth of its time: at nearly every start there is nothing to do. A no is only a reason to ask
 * Flyway.
 */
final class Scripts {

    private static final String FOLDER = "db/migration";
    private static final String HISTORY = """
            select case when success and type = 'SQL' then script else '' end, checksum
            from flyway_schema_history""";

    private Scripts() {
    }

    /**
     * Whether each of them was applied as it is now, and nothing else ever was.
     *
     * @throws DatabaseAway when nobody answers
     */
    static boolean allApplied(DataSource source) {
        Map<String, Integer> applied = new HashMap<>();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(HISTORY)) {
            while (rows.next()) {
                applied.put(rows.getString(1), rows.getInt(2));
            }
        } catch (SQLException e) {
            if (SqlState.away(e)) {
                throw new DatabaseAway(e);
            }
            return false;
        }
        return applied.equals(checksums());
    }

    private static Map<String, Integer> checksums() {
        Map<String, Integer> checksums = new HashMap<>();
        try {
            for (String name : names()) {
                checksums.put(name, checksum(name));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return checksums;
    }

    private static List<String> names() throws IOException {
        URL folder = Objects.requireNonNull(loader().getResource(FOLDER), FOLDER);
        if (folder.openConnection() instanceof JarURLConnection jar) {
            return jar.getJarFile().stream().map(entry -> entry.getName())
                    .filter(name -> name.startsWith(FOLDER + "/") && name.endsWith(".sql"))
                    .map(name -> name.substring(FOLDER.length() + 1)).toList();
        }
        try (Stream<Path> files = Files.list(Path.of(URI.create(folder.toString())))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    /** As Flyway counts: of the text without the ends of its lines. */
    private static int checksum(String name) throws IOException {
        var sum = new CRC32();
        InputStream in = Objects.requireNonNull(loader().getResourceAsStream(FOLDER + "/" + name), name);
        try (var text = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = text.readLine(); line != null; line = text.readLine()) {
                sum.update(line.getBytes(StandardCharsets.UTF_8));
            }
        }
        return (int) sum.getValue();
    }

    private static ClassLoader loader() {
        return Scripts.class.getClassLoader();
    }
}
