package dev.carillon.carrier.sip.transaction;

import org.jspecify.annotations.Nullable;

/**
 * Who a TLS peer must prove to be.
 *
 * @param name        what its certificate must be for (RFC 5922): a name of the settings, never one that an
 *                    address was resolved to
 * @param authorities the certificates that may vouch for it, as PEM; null: those that this system trusts
 */
public record Trust(String name, @Nullable String authorities) {

    /** Its name alone: certificates are long. */
    @Override
    public String toString() {
        return name;
    }
}
