package dev.carillon.carrier.sip.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/** What a message carries after its headers: octets that nobody changes. */
public final class Body {

    public static final Body NONE = new Body(new byte[0]);

    private final byte[] octets;

    private Body(byte[] octets) {
        this.octets = octets;
    }

    /** A copy of these octets. */
    public static Body of(byte[] octets) {
        return of(octets, 0, octets.length);
    }

    static Body of(byte[] octets, int from, int to) {
        Limits.check(to - from <= Limits.MESSAGE, "the body is too long");
        return from == to ? NONE : new Body(Arrays.copyOfRange(octets, from, to));
    }

    /** Text as this package holds it, a character an octet; see {@link Octets#of(String)} for other text. */
    public static Body of(String octets) {
        for (int i = 0; i < octets.length(); i++) {
            Limits.check(octets.charAt(i) <= 0xff, "the body has a character that is no octet");
        }
        return of(octets.getBytes(ISO_8859_1));
    }

    public int length() {
        return octets.length;
    }

    public byte[] bytes() {
        return octets.clone();
    }

    /** A character an octet. */
    public String text() {
        return new String(octets, ISO_8859_1);
    }

    void copyTo(byte[] target, int at) {
        System.arraycopy(octets, 0, target, at, octets.length);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Body body && Arrays.equals(octets, body.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    /** Its length alone: a body has addresses and keys in it. */
    @Override
    public String toString() {
        return octets.length + " octets";
    }
}
