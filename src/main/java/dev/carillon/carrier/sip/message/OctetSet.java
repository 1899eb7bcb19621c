package dev.carillon.carrier.sip.message;

/** Some of the octets, among which one is found without searching. Never changed. */
final class OctetSet {

    private final boolean[] in = new boolean[256];

    private OctetSet() {
    }

    /** @param octets each a character of up to 0xff */
    static OctetSet of(String octets) {
        var set = new OctetSet();
        for (int i = 0; i < octets.length(); i++) {
            set.in[octets.charAt(i)] = true;
        }
        return set;
    }

    /** Those and these. */
    OctetSet and(String octets) {
        OctetSet both = of(octets);
        for (int i = 0; i < in.length; i++) {
            both.in[i] |= in[i];
        }
        return both;
    }

    boolean has(char c) {
        return c < in.length && in[c];
    }
}
