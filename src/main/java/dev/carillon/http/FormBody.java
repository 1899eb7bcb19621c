package dev.carillon.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.carillon.base.Refusal;
import dev.carillon.base.Refusal.Code;

/** A body of the type {@code application/x-www-form-urlencoded}: names with their values. Immutable. */
public final class FormBody {

    private static final String TYPE = "application/x-www-form-urlencoded";
    private static final int MOST_PAIRS = 200;

    private final SortedMap<String, SortedSet<String>> values = new TreeMap<>();

    private FormBody() {
    }

    /** The request's body as a form; another type, more octets and more pairs than that are refused. */
    public static FormBody of(Request request, int mostOctets) {
        String type = request.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        if (!type.equals(TYPE) && !type.startsWith(TYPE + ";")) {
            throw Refusal.of(Code.WRONG_TYPE,
                    "Content-Type: " + Query.shown(type) + " is not read here; allowed: " + TYPE);
        }
        // What is announced as too large is not even read.
        if (announced(request) > mostOctets || request.bodyBytes().length > mostOctets) {
            throw Refusal.of(Code.TOO_LARGE, "body: is too large; allowed: up to " + mostOctets + " bytes");
        }
        return of(new String(request.bodyBytes(), StandardCharsets.UTF_8));
    }

    private static long announced(Request request) {
        return request.header("Content-Length").filter(text -> text.matches("\\d{1,18}")).map(Long::parseLong)
                .orElse(0L);
    }

    /** A form as it is sent. */
    public static FormBody of(String text) {
        List<String> pairs = new ArrayList<>(List.of(text.split("&", -1)));
        pairs.removeIf(String::isEmpty);
        if (pairs.size() > MOST_PAIRS) {
            throw wrong("has " + pairs.size() + " values");
        }
        var form = new FormBody();
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            String name = Percent.decode(equals < 0 ? pair : pair.substring(0, equals), true);
            String value = equals < 0 ? "" : Percent.decode(pair.substring(equals + 1), true);
            if (name == null || value == null) {
                throw wrong("is not percent-encoded UTF-8");
            }
            form.values.computeIfAbsent(name, _ -> new TreeSet<>()).add(value);
        }
        return form;
    }

    /** The value of a name that has only one. */
    public Optional<String> one(String name) {
        SortedSet<String> all = values.getOrDefault(name, new TreeSet<>());
        return all.size() == 1 ? Optional.of(all.first()) : Optional.empty();
    }

    /** Every name with each of its values, both ascending and none twice, one after the other. */
    public String sorted() {
        var text = new StringBuilder();
        values.forEach((name, all) -> all.forEach(value -> text.append(name).append(value)));
        return text.toString();
    }

    private static Refusal wrong(String what) {
        return Refusal.invalid("body", what, "a form of up to " + MOST_PAIRS + " values");
    }
}
