package dev.carillon.config;

import java.util.Locale;

/**
 * One thing that an operator may set, under the same name in the file, the environment and the flags.
 *
 * @param otherwise what it is when nobody sets it, as it would be written; empty: nothing
 * @param unit      what its number counts; empty for what is no amount
 * @param line      what it does, in one line for people
 * @param secret    whether its value is never shown
 */
public record Setting<T>(String name, Kind<T> kind, String otherwise, String unit, String line,
        boolean secret) {

    static final String PREFIX = "CARILLON_";

    static <T> Setting<T> of(String name, Kind<T> kind, String otherwise, String line) {
        return new Setting<>(name, kind, otherwise, "", line, false);
    }

    /** The same with a unit. */
    Setting<T> in(String of) {
        return new Setting<>(name, kind, otherwise, of, line, secret);
    }

    /** The same, never shown. */
    Setting<T> hidden() {
        return new Setting<>(name, kind, otherwise, unit, line, true);
    }

    /** Its name in the environment: {@code CARILLON_DATA_DIR}. */
    public String variable() {
        return PREFIX + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** Its name on the command line: {@code --data-dir}. */
    public String flag() {
        return "--" + name;
    }
}
