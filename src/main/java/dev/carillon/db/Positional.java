package dev.carillon.db;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A statement for {@code java.sql}, which knows parameters by their numbers only, of a text that names them.
 *
 * @param names the name of each parameter, the first is number 1; one that is used twice is there twice
 */
public record Positional(String sql, List<String> names) {

    /** Not the second colon of a cast. */
    private static final Pattern NAME = Pattern.compile("(?<!:):([a-z_]+)");

    public Positional {
        names = List.copyOf(names);
    }

    /**
     * The statement of a text.
     *
     * @param text with {@code :name} where a parameter is, and nothing in quotes that looks like one
     */
    public static Positional of(String text) {
        var names = new ArrayList<String>();
        String sql = NAME.matcher(text).replaceAll(found -> {
            names.add(found.group(1));
            return "?";
        });
        return new Positional(sql, names);
    }
}
