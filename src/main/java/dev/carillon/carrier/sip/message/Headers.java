package dev.carillon.carrier.sip.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The header fields of a message, in their order. A field that must be single is there once: the same value
 * again is dropped, another is refused. {@code Content-Length} is never among them, for it follows from the
 * body. Names are found in any case and by their short form.
 */
public record Headers(List<Header> entries) {

    public static final Headers NONE = new Headers(List.of());

    public Headers {
        Limits.check(entries.size() <= Limits.HEADERS, "there are too many headers");
        entries = withoutDoubles(entries);
    }

    public static Headers of(Header... entries) {
        return new Headers(List.of(entries));
    }

    /** The value of the first field of this name. */
    public Optional<String> first(String name) {
        return field(HeaderName.canonical(name)).map(Header::value);
    }

    /** The value of every field of this name, as written: a list stays in one piece. */
    public List<String> all(String name) {
        return fields(HeaderName.canonical(name)).stream().map(Header::value).toList();
    }

    /** The first field of this name, in the one spelling. */
    Optional<Header> field(String canonical) {
        for (Header entry : entries) {
            if (entry.is(canonical)) {
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }

    /** Every field of this name, in the one spelling. */
    List<Header> fields(String canonical) {
        var fields = new ArrayList<Header>(2);
        for (Header entry : entries) {
            if (entry.is(canonical)) {
                fields.add(entry);
            }
        }
        return fields;
    }

    /**
     * The members of every field of this name, in their order. Only what is known to be a list is taken
     * apart, at commas outside of quotes and angle brackets; empty members are left out.
     */
    public List<String> elements(String name) {
        List<String> pieces = pieces(name);
        return pieces.isEmpty() ? pieces : pieces.stream().filter(piece -> !piece.isEmpty()).toList();
    }

    /** The same, each a word with parameters. */
    public List<Item> items(String name) {
        List<String> elements = elements(name);
        return elements.isEmpty() ? List.of() : elements.stream().map(Item::parse).toList();
    }

    private List<String> pieces(String name) {
        String canonical = HeaderName.canonical(name);
        List<Header> fields = fields(canonical);
        if (fields.isEmpty()) {
            return List.of();
        }
        boolean isList = HeaderName.isList(canonical);
        var pieces = new ArrayList<String>();
        for (Header field : fields) {
            if (isList) {
                Pieces.split(field.value(), pieces);
            } else {
                pieces.add(field.value());
            }
        }
        return pieces;
    }

    /** With this field after all others. */
    public Headers add(String name, String value) {
        var changed = new ArrayList<Header>(entries.size() + 1);
        changed.addAll(entries);
        changed.add(new Header(name, value));
        return new Headers(changed);
    }

    /** With this field before all others. */
    public Headers prepend(String name, String value) {
        return prepend(new Header(name, value));
    }

    /** With this field before all others. */
    public Headers prepend(Header field) {
        var changed = new ArrayList<Header>(entries.size() + 1);
        changed.add(field);
        changed.addAll(entries);
        return new Headers(changed);
    }

    /** With this field in the place of the first of its name and of all others of its name, or at the end. */
    public Headers replace(String name, String value) {
        return replace(new Header(name, value));
    }

    /** The same with each of these, of which no two have one name. */
    public Headers replace(Header... fields) {
        var changed = new ArrayList<Header>(entries.size() + fields.length);
        var placed = new boolean[fields.length];
        for (Header entry : entries) {
            int which = 0;
            while (which < fields.length && !entry.is(fields[which].name())) {
                which++;
            }
            if (which == fields.length) {
                changed.add(entry);
            } else if (!placed[which]) {
                changed.add(fields[which]);
                placed[which] = true;
            }
        }
        for (int i = 0; i < fields.length; i++) {
            if (!placed[i]) {
                changed.add(fields[i]);
            }
        }
        return new Headers(changed);
    }

    /** With this field in the place of the first of its name, which is there; others of the name stay. */
    Headers replaceFirst(Header field) {
        var changed = new ArrayList<Header>(entries);
        int at = 0;
        while (!changed.get(at).is(field.name())) {
            at++;
        }
        changed.set(at, field);
        return new Headers(changed);
    }

    /** Without the fields of this name. */
    public Headers remove(String name) {
        String canonical = HeaderName.canonical(name);
        return new Headers(entries.stream().filter(entry -> !entry.is(canonical)).toList());
    }

    private static List<Header> withoutDoubles(List<Header> entries) {
        var kept = new Header[entries.size()];
        int count = 0;
        for (Header entry : entries) {
            Limits.check(!entry.is(HeaderName.CONTENT_LENGTH), "Content-Length follows from the body");
            if (!entry.isSingle() || isFirst(entry, kept, count)) {
                kept[count++] = entry;
            }
        }
        return List.of(count == kept.length ? kept : Arrays.copyOf(kept, count));
    }

    private static boolean isFirst(Header single, Header[] before, int count) {
        for (int i = 0; i < count; i++) {
            if (before[i].name().equals(single.name())) {
                Limits.check(before[i].value().equals(single.value()), single.name() + " is there twice");
                return false;
            }
        }
        return true;
    }
}
