package dev.carillon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** Our code keeps the rules of {@link Style}, and each tripwire trips. */
class StyleTest {

    private static final Path MAIN = Path.of("src/main/java");
    private static final Path TEST = Path.of("src/test/java");

    @Test
    void the_product_keeps_the_style() throws IOException {
        assertEquals(List.of(), objections(MAIN, false));
    }

    @Test
    void the_tests_keep_the_style() throws IOException {
        assertEquals(List.of(), objections(TEST, true));
    }

    @Test
    void every_package_says_what_it_is() throws IOException {
        List<String> found = files(MAIN).map(Path::getParent).distinct().flatMap(folder -> {
            Path description = folder.resolve("package-info.java");
            return Files.exists(description)
                    ? Style.packageObjections(MAIN.relativize(folder).toString(), read(description)).stream()
                    : Stream.of(MAIN.relativize(folder) + ": has no package-info.java");
        }).toList();
        assertEquals(List.of(), found);
    }

    @Test
    void a_long_file_trips() {
        String text = "class A {\n" + "\n".repeat(398) + "}\n";
        assertEquals(List.of(), main(text));
        assertEquals(List.of("x/A.java: 401 lines, more than 400"), main("\n" + text));
    }

    @Test
    void a_long_method_trips() {
        assertEquals(List.of(), main(method("int a() {\n" + "f();\n".repeat(58) + "}")));
        assertEquals(List.of("x/A.java: a has 61 lines, more than 60"),
                main(method("int a() {\n" + "f();\n".repeat(59) + "}")));
    }

    @Test
    void a_flat_switch_may_be_long() {
        String cases = "case 1 -> 2;\n".repeat(80);
        assertEquals(List.of(), main(method("int a(int b) { return switch (b) {\n" + cases + "}; }")));
        assertEquals(List.of("x/A.java: a has 82 lines, more than 60"),
                main(method("int a(int b) { f(); return switch (b) {\n" + cases + "}; }")));
    }

    @Test
    void a_fifth_parameter_trips_but_not_a_fifth_component() {
        assertEquals(List.of(), main(method("void a(int b, int c, int d, int e) { }")));
        assertEquals(List.of("x/A.java: a has 5 parameters, more than 4"),
                main(method("void a(int b, int c, int d, int e, int f) { }")));
        assertEquals(List.of("x/A.java: <init> has 5 parameters, more than 4"),
                main(method("A(int b, int c, int d, int e, int f) { }")));
        assertEquals(List.of(), main(method("@Override void a(int b, int c, int d, int e, int f) { }")));
        assertEquals(List.of(),
                main(method("@ParameterizedTest void a(int b, int c, int d, int e, int f) { }")));
        assertEquals(List.of(), main("record A(int b, int c, int d, int e, int f) { A { f(); } }"));
        assertEquals(List.of(),
                main("record A(int b) { static A of(int b, int c, int d, int e, int f) { return null; } }"));
        assertEquals(List.of("x/A.java: of has 5 parameters, more than 4"),
                main("record A(int b) { static int of(int b, int c, int d, int e, int f) { return 1; } }"));
    }

    @Test
    void a_wide_line_trips() {
        assertEquals(List.of(), main("class A { }" + " ".repeat(99)));
        assertEquals(List.of("x/A.java: line 1 has 111 columns, more than 110"),
                main("class A { }" + " ".repeat(100)));
    }

    @Test
    void a_text_block_is_as_wide_as_its_text() {
        String block = "class A {\n    String a = \"\"\"\n" + " ".repeat(12) + "%s\"\"\";\n}\n";
        assertEquals(List.of(), main(block.formatted("b".repeat(106))));
        assertEquals(List.of("x/A.java: line 3 has 111 columns, more than 110"),
                main(block.formatted("b".repeat(107))));
    }

    @Test
    void work_left_for_later_trips() {
        assertEquals(List.of("x/A.java: line 1 leaves work for later"),
                main("class A { } // TO" + "DO: more"));
        assertEquals(List.of("x/A.java: line 1 leaves work for later"), main("class A { } // FIX" + "ME"));
    }

    @Test
    void names_that_say_nothing_trip() {
        for (String end : List.of("Manager", "Helper", "Util", "Data", "Info", "Impl")) {
            assertEquals(List.of("x/A.java: the name Call" + end + " says nothing"),
                    main("class A { record Call" + end + "() { } }"));
        }
        assertEquals(List.of(), main("interface Database { void processed(); void handleOf(int a); }"));
        assertEquals(List.of("x/A.java: the method name process says nothing"),
                main(method("void process() { }")));
        assertEquals(List.of("x/A.java: the method name handle says nothing"),
                main(method("void handle() { }")));
        assertEquals(List.of(), main(method("@Override public void handle() { }")));
    }

    @Test
    void packages_that_say_nothing_trip() {
        for (String name : List.of("util", "common", "service", "impl", "model")) {
            assertEquals(
                    List.of("x/" + name + "/A.java: the package name " + name
                            + " answers no \"where is …?\""),
                    Style.objections("x/" + name + "/A.java", "class A { }", false));
        }
    }

    @Test
    void catching_everything_trips_outside_of_the_loops() {
        for (String type : List.of("Exception e", "Throwable e", "java.lang.Exception e", "A | Exception e",
                "final Exception e")) {
            String text = method("void a() { try { f(); } catch (" + type + ") { f(); } }");
            assertEquals(List.of("x/A.java: catches every exception"), main(text));
            assertEquals(List.of(), Style.objections("dev/carillon/dial/DialLoop.java", text, false));
        }
        assertEquals(List.of(), main(method("void a() { try { f(); } catch (IOException e) { f(); } }")));
    }

    @Test
    void what_may_catch_everything_is_there() {
        Style.MAY_CATCH_ALL.forEach(path -> assertTrue(Files.exists(MAIN.resolve(path)), path));
    }

    @Test
    void a_test_that_sleeps_trips() {
        for (String nap : List.of("Thread.sleep(1)", "TimeUnit.SECONDS.sleep(1)", "run(Thread::sleep)")) {
            assertEquals(List.of("x/A.java: a test sleeps: wait for the condition with Patience.until"),
                    Style.objections("x/A.java", method("void a() { " + nap + "; }"), true));
        }
    }

    @Test
    void a_test_that_is_no_sentence_trips() {
        for (String kind : List.of("Test", "ParameterizedTest", "TestFactory")) {
            assertEquals(List.of("x/A.java: the test testPaging is no sentence"),
                    Style.objections("x/A.java", method("@" + kind + " void testPaging() { }"), true));
            assertEquals(List.of(), Style.objections("x/A.java",
                    method("@" + kind + " void a_page_past_the_end_is_empty() { }"), true));
        }
    }

    @Test
    void a_package_that_does_not_say_what_it_is_trips() {
        String three = "/**\n * One.\n * Two.\n * Three.\n */\n@NullMarked\npackage x;\n";
        assertEquals(List.of(), Style.packageObjections("x", three));
        assertEquals(List.of("x: is not @NullMarked"),
                Style.packageObjections("x", three.replace("@NullMarked", "")));
        assertEquals(List.of("x: tells what it is in 2 lines instead of 3 to 10"),
                Style.packageObjections("x", three.replace(" * Two.\n", " *\n")));
        assertEquals(List.of("x: tells what it is in 11 lines instead of 3 to 10"),
                Style.packageObjections("x", three.replace(" * Two.\n", " * Two.\n".repeat(9))));
        assertEquals(List.of("x: tells what it is in 0 lines instead of 3 to 10"),
                Style.packageObjections("x", "@NullMarked package x;"));
    }

    private static String method(String text) {
        return "class A {\n" + text + "\n}\n";
    }

    private static List<String> main(String text) {
        return Style.objections("x/A.java", text, false);
    }

    private static List<String> objections(Path root, boolean test) throws IOException {
        return files(root).flatMap(file -> Style
                .objections(root.relativize(file).toString().replace('\\', '/'), read(file), test).stream())
                .toList();
    }

    /** The wrong classes of the fixture are wrong on purpose. */
    private static Stream<Path> files(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all
                    .filter(file -> file.toString().endsWith(".java") && !file.toString().contains("fixture"))
                    .sorted().collect(Collectors.toList()).stream();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
