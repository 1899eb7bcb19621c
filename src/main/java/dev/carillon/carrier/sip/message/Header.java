package dev.carillon.carrier.sip.message;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * One header field: its name in the one spelling of {@link HeaderName}, and its value as it was written, with
 * nothing in it that could end the line. Never changed. Thread-safe.
 */
public final class Header {

    private final String name;
    private final String value;
    private final boolean known;
    private final boolean single;

    /**
     * What the value says, once somebody has asked: each layer reads the same few fields of a message, and
     * its copies share them. Of two threads that ask at once both may make it.
     */
    private @Nullable Object said;

    public Header(String name, String value) {
        HeaderName.Spelling spelling = HeaderName.spelling(name);
        this.name = spelling.name();
        this.known = spelling.known();
        this.single = spelling.single();
        this.value = Octets.stripped(Octets.line(value, this.name));
        Limits.check(octets() <= Limits.LINE, "a header is too long");
    }

    private Header(String name, String value, Object said) {
        this(name, value);
        this.said = said;
    }

    /** The hop as the only one of its field. */
    public static Header of(Via via) {
        return new Header(HeaderName.VIA, via.text(), new Hops(List.of(via)));
    }

    public static Header of(CSeq cseq) {
        return new Header(HeaderName.CSEQ, cseq.text(), cseq);
    }

    /** An address as the value of a field that has one: From or To. */
    public static Header of(String name, NameAddress address) {
        return new Header(name, address.text(), address);
    }

    private record Hops(List<Via> all) {
    }

    private record Addresses(List<NameAddress> all) {
    }

    public String name() {
        return name;
    }

    public String value() {
        return value;
    }

    /** Whether a message has one of them at most. */
    boolean isSingle() {
        return single;
    }

    /** How long its line is. */
    int octets() {
        return name.length() + 2 + value.length();
    }

    /** Whether it has this name, in the one spelling; others are compared without case. */
    boolean is(String canonical) {
        return name.equals(canonical) || (!known && name.equalsIgnoreCase(canonical));
    }

    /** The value as one address. */
    NameAddress address() {
        return said(NameAddress.class, NameAddress::parse);
    }

    CSeq cseq() {
        return said(CSeq.class, CSeq::parse);
    }

    /** Its members as hops, the latest first; an empty one is wrong. */
    List<Via> hops() {
        return said(Hops.class, text -> new Hops(members(text, Via::parse))).all();
    }

    /** The first of them; what follows may be wrong. */
    Via latestHop() {
        int end = Pieces.end(value, 0);
        return end == value.length() && !value.isEmpty()
                ? hops().getFirst()
                : Via.parse(value.substring(0, end));
    }

    /** Its members as addresses; an empty one is wrong. */
    List<NameAddress> addresses() {
        return said(Addresses.class, text -> new Addresses(members(text, NameAddress::parse))).all();
    }

    private static <T> List<T> members(String text, Function<String, T> reader) {
        var pieces = new ArrayList<String>(1);
        Pieces.split(text, pieces);
        var members = new ArrayList<T>(pieces.size());
        for (String piece : pieces) {
            members.add(reader.apply(piece));
        }
        return List.copyOf(members);
    }

    private <T> T said(Class<T> form, Function<String, T> reader) {
        Object before = said;
        if (form.isInstance(before)) {
            return form.cast(before);
        }
        T made = reader.apply(value);
        said = made;
        return made;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Header header && name.equals(header.name) && value.equals(header.value);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + value.hashCode();
    }

    /** Its name alone: values are numbers and secrets. */
    @Override
    public String toString() {
        return name;
    }
}
