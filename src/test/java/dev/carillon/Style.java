package dev.carillon;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The tripwires of our style, over one file of Java at a time. They are no goals: most code stays far below.
 */
final class Style {

    private static final int FILE_LINES = 400;
    private static final int METHOD_LINES = 60;
    private static final int PARAMETERS = 4;
    private static final int COLUMNS = 110;

    private static final Pattern VAGUE_TYPE = Pattern.compile(".*(Manager|Helper|Util|Utils|Data|Info|Impl)");
    private static final Set<String> VAGUE_METHODS = Set.of("process", "handle");
    private static final Set<String> VAGUE_PACKAGES = Set.of("util", "utils", "common", "service", "impl",
            "model");
    private static final Pattern LEFT_OVER = Pattern.compile("\\b(TO" + "DO|FIX" + "ME)\\b");

    /**
     * Where everything may be caught: the loop that must outlive one step, and the end of a node, where one
     * part that fails must not keep the others up.
     */
    static final Set<String> MAY_CATCH_ALL =
            Set.of("dev/carillon/dial/DialLoop.java", "dev/carillon/Node.java");

    private Style() {
    }

    /** What is wrong with a file, each in one line; the path is below the source folder. */
    static List<String> objections(String path, String text, boolean test) {
        var found = new ArrayList<String>();
        SourceFile file = SourceFile.parse(path, text);
        lines(text, found);
        packages(path, found);
        file.types().forEach(type -> type(type, found));
        file.methods().forEach(method -> method(method, test, found));
        if (file.catchesEverything() && !MAY_CATCH_ALL.contains(path)) {
            found.add("catches every exception");
        }
        if (test && file.sleeps()) {
            found.add("a test sleeps: wait for the condition with Patience.until");
        }
        return found.stream().map(objection -> path + ": " + objection).toList();
    }

    /** What is wrong with the description of a package. */
    static List<String> packageObjections(String path, String text) {
        var found = new ArrayList<String>();
        if (!text.contains("@NullMarked")) {
            found.add(path + ": is not @NullMarked");
        }
        Matcher comment = Pattern.compile("/\\*\\*(.*?)\\*/", Pattern.DOTALL).matcher(text);
        long lines = comment.find()
                ? comment.group(1).lines().filter(line -> !line.replace("*", "").isBlank()).count()
                : 0;
        if (lines < 3 || lines > 10) {
            found.add(path + ": tells what it is in " + lines + " lines instead of 3 to 10");
        }
        return found;
    }

    private static void lines(String text, List<String> found) {
        List<String> lines = withoutIndentationOfTextBlocks(text.lines().toList());
        if (lines.size() > FILE_LINES) {
            found.add(lines.size() + " lines, more than " + FILE_LINES);
        }
        IntStream.range(0, lines.size()).forEach(i -> {
            String line = lines.get(i);
            int columns = line.codePointCount(0, line.length());
            if (columns > COLUMNS) {
                found.add("line " + (i + 1) + " has " + columns + " columns, more than " + COLUMNS);
            }
            if (LEFT_OVER.matcher(line).find()) {
                found.add("line " + (i + 1) + " leaves work for later");
            }
        });
    }

    /**
     * The text of a block is as wide as the text is: its indentation belongs to the code around it. SQL would
     * otherwise be broken where no reader would break it.
     */
    private static List<String> withoutIndentationOfTextBlocks(List<String> lines) {
        var seen = new ArrayList<String>(lines.size());
        List<String> block = null;
        for (String line : lines) {
            boolean turns = line.split("\"\"\"", -1).length % 2 == 0;
            if (block == null) {
                seen.add(line);
                block = turns ? new ArrayList<>() : null;
            } else {
                block.add(line);
                if (turns) {
                    seen.addAll(String.join("\n", block).stripIndent().lines().toList());
                    block = null;
                }
            }
        }
        return seen;
    }

    private static void packages(String path, List<String> found) {
        for (String part : path.split("/", -1)) {
            if (VAGUE_PACKAGES.contains(part)) {
                found.add("the package name " + part + " answers no \"where is …?\"");
            }
        }
    }

    private static void type(String name, List<String> found) {
        if (VAGUE_TYPE.matcher(name).matches()) {
            found.add("the name " + name + " says nothing");
        }
    }

    private static void method(SourceFile.Method method, boolean test, List<String> found) {
        if (method.lines() > METHOD_LINES && !method.flatSwitch()) {
            found.add(method.name() + " has " + method.lines() + " lines, more than " + METHOD_LINES);
        }
        if (method.parameters() > PARAMETERS && !method.overrides() && !method.isTest()) {
            found.add(method.name() + " has " + method.parameters() + " parameters, more than " + PARAMETERS);
        }
        if (VAGUE_METHODS.contains(method.name()) && !method.overrides()) {
            found.add("the method name " + method.name() + " says nothing");
        }
        if (test && method.isTest() && !method.name().matches("[A-Za-z0-9]+(_[A-Za-z0-9]+)+")) {
            found.add("the test " + method.name() + " is no sentence");
        }
    }
}
