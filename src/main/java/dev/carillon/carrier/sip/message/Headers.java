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
        String canonical = HeaderName.canonical(name);
        for (Header entry : entries) {
            if (entry.is(canonical)) {
                return Optional.of(entry.value());
            }
        }
        return Optional.empty();
    }

    /** The value of every field of this name, as written: a list stays in one piece. */
    public List<String> all(String name) {
        String canonical = HeaderName.canonical(name);
        var values = new ArrayList<String>(4);
        for (Header entry : entries) {
            if (entry.is(canonical)) {
                values.add(entry.value());
            }
        }
        return values;
    }

    /**
     * The members of every field of this name, in their order. Only what is known to be a list is taken
     * apart, at commas outside of quotes and angle brackets; empty members are left out.
     */
    public List<String> elements(String name) {
        return pieces(name).stream().filter(piece -> !piece.isEmpty()).toList();
    }

    /** The same, each a word with parameters. */
    public List<Item> items(String name) {
        return elements(name).stream().map(Item::parse).toList();
    }

    /** All members, the empty ones too, which are wrong where a member has a form. */
    List<String> pieces(String name) {
        String canonical = HeaderName.canonical(name);
        if (!HeaderName.isList(canonical)) {
            return all(canonical);
        }
        var pieces = new ArrayList<String>();
        for (String value : all(canonical)) {
            Pieces.split(value, pieces);
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
        var changed = new ArrayList<Header>(entries.size() + 1);
        changed.add(new Header(name, value));
        changed.addAll(entries);
        return new Headers(changed);
    }

    /** With this field in the place of the first of its name and of all others of its name, or at the end. */
    public Headers replace(String name, String value) {
        var field = new Header(name, value);
        var changed = new ArrayList<Header>(entries.size() + 1);
        boolean placed = false;
        for (Header entry : entries) {
            if (!entry.is(field.name())) {
                changed.add(entry);
            } else if (!placed) {
                changed.add(field);
                placed = true;
            }
        }
        if (!placed) {
            changed.add(field);
        }
        return new Headers(changed);
    }

    /** With this value in the first field of a name that is there; others of the name stay. */
    Headers replaceFirst(String name, String value) {
        var changed = new ArrayList<Header>(entries);
        int at = 0;
        while (!changed.get(at).is(name)) {
            at++;
        }
        changed.set(at, new Header(name, value));
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
            if (!HeaderName.isSingle(entry.name()) || isFirst(entry, kept, count)) {
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
