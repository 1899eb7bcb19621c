package dev.carillon.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a file of {@code name = value} lines in UTF-8: one setting a line, nothing is escaped or continued,
 * and a line that begins with {@code #} is a comment. What is wrong is named by its line and never quoted,
 * for it may be a secret.
 */
final class PropertiesFile {

    static final String USUAL = "carillon.properties";

    private PropertiesFile() {
    }

    /** What a file says of one name. */
    record Line(int number, String value) {
    }

    /** The file of that folder that is read when nobody names one. */
    static Optional<Path> usual(Path folder) {
        return Optional.of(folder.resolve(USUAL)).filter(Files::exists);
    }

    /** By name; a name that stands twice is refused. */
    static Map<String, Line> read(Path file) {
        List<String> lines = lines(file);
        var found = new HashMap<String, Line>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            int number = i + 1;
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int equals = line.indexOf('=');
            if (equals <= 0) {
                throw new Config.Problem("line " + number + " of " + file + " is not: name = value");
            }
            String name = line.substring(0, equals).strip();
            Line before = found.put(name, new Line(number, line.substring(equals + 1).strip()));
            if (before != null) {
                throw new Config.Problem(Shown.of(name) + " is set twice in " + file + ", in lines "
                        + before.number() + " and " + number);
            }
        }
        return found;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            throw new Config.Problem(file + " is not there");
        } catch (CharacterCodingException e) {
            throw new Config.Problem(file + " is not UTF-8");
        } catch (IOException e) {
            throw new Config.Problem(file + " cannot be read: " + e.getMessage());
        }
    }
}
