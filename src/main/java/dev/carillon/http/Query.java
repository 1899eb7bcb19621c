package dev.carillon.http;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import tools.jackson.databind.node.JsonNodeFactory;

import dev.carillon.base.Refusal;

/** The parameters after the question mark. Those that nobody asks for are ignored. */
public final class Query {

    private final List<Pair> pairs;

    private Query(List<Pair> pairs) {
        this.pairs = pairs;
    }

    private record Pair(String name, String rawValue) {
    }

    /** @param raw the query as it stood in the request line, without the question mark */
    static Query of(String raw) {
        var pairs = new ArrayList<Pair>();
        for (String part : raw.split("&", -1)) {
            int equals = part.indexOf('=');
            String name = Percent.decode(equals < 0 ? part : part.substring(0, equals), true);
            if (name != null && !part.isEmpty()) {
                pairs.add(new Pair(name, equals < 0 ? "" : part.substring(equals + 1)));
            }
        }
        return new Query(pairs);
    }

    /** Whether the parameter stands there, be it empty. */
    public boolean has(String name) {
        return pairs.stream().anyMatch(p -> p.name().equals(name));
    }

    /** The value of a parameter, possibly empty text; given twice it is refused. */
    public Optional<String> one(String name) {
        Pair found = null;
        int count = 0;
        for (Pair p : pairs) {
            if (p.name().equals(name)) {
                found = p;
                count++;
            }
        }
        if (count > 1) {
            throw Refusal.invalid(name, "is given " + count + " times", "at most once");
        }
        return found == null ? Optional.empty() : Optional.of(value(name, found.rawValue()));
    }

    /** A parameter that is a moment: Unix seconds, Unix milliseconds, or RFC 3339 with an offset. */
    public Optional<Instant> instant(String name) {
        return one(name).map(text -> Moments.read(name, isWhole(text)
                ? JsonNodeFactory.instance.numberNode(new BigInteger(text))
                : JsonNodeFactory.instance.stringNode(text)));
    }

    /** A parameter that is a whole number within these bounds, both inclusive; anything else is refused. */
    public Optional<Integer> whole(String name, int min, int max) {
        return one(name).map(text -> whole(name, text, min, max));
    }

    /** The same of a value that was read before. */
    public static int whole(String name, String value, int min, int max) {
        String allowed = "a whole number, " + min + " to " + max;
        if (!isWhole(value)) {
            throw Refusal.invalid(name, shown(value) + " is not a whole number", allowed);
        }
        var number = new BigInteger(value);
        if (number.compareTo(BigInteger.valueOf(min)) < 0 || number.compareTo(BigInteger.valueOf(max)) > 0) {
            throw Refusal.invalid(name, shown(value) + " is out of range", allowed);
        }
        return number.intValueExact();
    }

    /** Digits of ASCII, perhaps after a minus. */
    private static boolean isWhole(String value) {
        int from = value.startsWith("-") ? 1 : 0;
        for (int i = from; i < value.length(); i++) {
            if (value.charAt(i) < '0' || value.charAt(i) > '9') {
                return false;
            }
        }
        return value.length() > from;
    }

    /** A value as a refusal repeats it: quoted, short, on one line. */
    public static String shown(String value) {
        return "\"" + Shown.of(value) + "\"";
    }

    private static String value(String name, String raw) {
        String value = Percent.decode(raw, true);
        if (value == null) {
            throw Refusal.invalid(name, "is not percent-encoded UTF-8", "percent-encoded UTF-8");
        }
        return value;
    }
}
