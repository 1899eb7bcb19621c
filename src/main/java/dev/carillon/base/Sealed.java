package dev.carillon.base;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * A secret as it is kept: encrypted by {@link Secrets}, so that whoever reads the database has nothing of it.
 *
 * @param octets which key it was, the nonce, and what the cipher made of the secret
 */
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out, and compared by what is in it
public record Sealed(byte[] octets) {

    public Sealed {
        octets = octets.clone();
    }

    @Override
    public byte[] octets() {
        return octets.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Sealed sealed && Arrays.equals(octets, sealed.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    @Override
    public String toString() {
        return "a sealed secret";
    }
}
