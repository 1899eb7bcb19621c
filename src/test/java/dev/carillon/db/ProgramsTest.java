package dev.carillon.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramsTest {

    @TempDir
    Path folder = Path.of("unset");

    @Test
    void programs_are_unpacked_once() {
        List<String> said = new ArrayList<>();
        Binaries first = Binaries.unpacked(folder, said::add);
        assertEquals(first, Binaries.unpacked(folder, said::add));
        assertEquals(List.of("unpacking PostgreSQL"), said);
        Program.Ending version = new Program(folder.resolve("out")).run(Duration.ofSeconds(20),
                List.of(first.program("postgres"), "--version"));
        assertTrue(version.good() && version.text().startsWith("postgres (PostgreSQL) 18"), version.text());
    }

    @Test
    void programs_that_a_crash_left_incomplete_are_unpacked_again() throws IOException {
        Path postgres = Binaries.unpacked(folder, line -> {
        }).folder().resolve("postgres");
        long size = Files.size(postgres);
        Files.write(postgres, new byte[0]);
        Binaries.unpacked(folder, line -> {
        });
        assertEquals(size, Files.size(postgres));
    }

    @Test
    void root_without_user_namespaces_is_told_both_ways_out() {
        var impossible = new Program(folder.resolve("out"), List.of("false"));
        String told = String.valueOf(assertThrows(StartRefused.class, impossible::check).getMessage());
        assertTrue(told.contains("ordinary user") && told.contains("CARILLON_DATABASE_URL"), told);
        assertThrows(StartRefused.class,
                new Program(folder.resolve("out"), List.of("no-such-program"))::check);
    }

    @Test
    void an_ordinary_user_needs_nothing_of_the_kind() {
        new Program(folder.resolve("out"), List.of()).check();
    }

    @Test
    void a_program_past_its_limit_is_ended() {
        var program = new Program(folder.resolve("out"), List.of());
        assertTrue(
                program.run(Duration.ofMillis(50), List.of("sleep", "600")).text().contains("did not end"));
    }
}
