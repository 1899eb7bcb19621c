package dev.carillon.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.carillon.base.Secrets;

/**
 * What a value may be.
 *
 * @param word    for the help: {@code N}, {@code TEXT}
 * @param allowed for people who got it wrong
 * @param reading the value of a text that is not blank, or nothing when it is not allowed
 */
public record Kind<T>(String word, String allowed, Function<String, Optional<T>> reading) {

    private static final int LONGEST_TEXT = 1_000;

    static Kind<String> text() {
        return new Kind<>("TEXT", "text of at most " + LONGEST_TEXT + " characters", text -> Optional.of(text)
                .filter(t -> t.length() <= LONGEST_TEXT && t.chars().noneMatch(Character::isISOControl)));
    }

    static Kind<Integer> whole(int least, int most) {
        return new Kind<>("N", "a whole number from " + least + " to " + most,
                text -> number(text).filter(n -> n >= least && n <= most));
    }

    static Kind<Path> folder() {
        return new Kind<>("FOLDER", "the name of a folder", text -> {
            try {
                return Optional.of(Path.of(text).toAbsolutePath().normalize());
            } catch (InvalidPathException e) {
                return Optional.empty();
            }
        });
    }

    static Kind<Path> file() {
        return new Kind<>("FILE", "the name of a file", folder().reading());
    }

    /** A JDBC address; what it holds is not looked at before it is used. */
    static Kind<String> databaseAddress() {
        return new Kind<>("ADDRESS", "a JDBC address: jdbc:postgresql://host:5432/database?user=…",
                text -> Optional.of(text).filter(t -> t.startsWith("jdbc:postgresql:")));
    }

    /** A key that secrets are sealed with, as it was written. */
    static Kind<String> sealingKey() {
        return new Kind<>("KEY", "32 octets in base64: " + Secrets.HOW,
                text -> Optional.of(text).filter(Secrets::isKey));
    }

    /** One of a few words: the enum's names, in lower case. */
    static <E extends Enum<E>> Kind<E> oneOf(Class<E> words) {
        E[] all = words.getEnumConstants();
        return new Kind<>(words(all, "|"), words(all, " or "),
                text -> Arrays.stream(all).filter(e -> word(e).equals(text)).findFirst());
    }

    /** Two words, of which one means yes. */
    static Kind<Boolean> either(String no, String yes) {
        return new Kind<>(no + "|" + yes, no + " or " + yes, text -> switch (text) {
            case String t when t.equals(no) -> Optional.of(false);
            case String t when t.equals(yes) -> Optional.of(true);
            default -> Optional.empty();
        });
    }

    private static Optional<Integer> number(String text) {
        try {
            return Optional.of(Integer.valueOf(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static <E extends Enum<E>> String words(E[] all, String between) {
        return Arrays.stream(all).map(Kind::word).collect(Collectors.joining(between));
    }

    private static String word(Enum<?> e) {
        return e.name().toLowerCase(Locale.ROOT);
    }
}
