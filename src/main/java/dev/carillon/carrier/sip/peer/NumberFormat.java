package dev.carillon.carrier.sip.peer;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.Numbering;
import dev.carillon.call.SettingsObject;

/**
 * How a trunk wants numbers to be written.
 *
 * @param prefix  before each of them; may be empty
 * @param country two letters of ISO 3166: where the national numbers are at home
 */
public record NumberFormat(Kind kind, String prefix, @Nullable String country) {

    static final NumberFormat E164 = new NumberFormat(Kind.E164, "", null);

    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9*#+._-]{0,32}");

    public NumberFormat {
        if (kind == Kind.NATIONAL) {
            Objects.requireNonNull(country);
        }
    }

    /** {@code +4930…}, {@code 4930…} or {@code 030…}. */
    public enum Kind {
        E164, DIGITS, NATIONAL;

        static final List<String> WORDS = Arrays.stream(values()).map(Kind::word).toList();

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * A number of E.164 as the user of an address: {@code #} is escaped. National numbers of other countries
     * get what a caller in {@code country} dials before them.
     */
    public String dialled(String e164) {
        String number = switch (kind) {
            case E164 -> e164;
            case DIGITS -> e164.substring(1);
            case NATIONAL -> Numbering.dialledIn(Objects.requireNonNull(country), e164);
        };
        return prefix.replace("#", "%23") + number;
    }

    static NumberFormat read(SettingsObject numbers) {
        Kind kind = numbers.word("format", Kind.WORDS).map(Kind::of).orElse(Kind.E164);
        String prefix = prefix(numbers);
        String country = numbers.word("country", Numbering.countries()).orElse(null);
        if (kind == Kind.NATIONAL && country == null) {
            throw numbers.wrong("country", "is missing", "two letters of ISO 3166 where format is national");
        }
        numbers.end();
        return new NumberFormat(kind, prefix, country);
    }

    private static String prefix(SettingsObject numbers) {
        String allowed = "at most 32 letters, digits and * # + . _ -";
        return numbers.lines("prefix", allowed).map(text -> {
            if (!PREFIX.matcher(text).matches()) {
                throw numbers.wrong("prefix", "cannot stand before a number", allowed);
            }
            return text;
        }).orElse("");
    }
}
