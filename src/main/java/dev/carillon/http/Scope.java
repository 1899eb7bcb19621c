package dev.carillon.http;

/** What a key may do; each includes the ones before it. */
public enum Scope {
    READ, OPERATE, ADMIN;

    /** Whether a key of this scope may do what needs the other one. */
    public boolean includes(Scope needed) {
        return compareTo(needed) >= 0;
    }
}
