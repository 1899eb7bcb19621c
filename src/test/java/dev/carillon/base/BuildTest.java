package dev.carillon.base;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

class BuildTest {

    @Test
    void the_version_is_that_of_the_build() throws IOException {
        String own = "<artifactId>carillon</artifactId>\n  <version>" + Build.VERSION + "</version>";
        assertTrue(Files.readString(Path.of("pom.xml")).contains(own), Build.VERSION);
    }
}
