package dev.carillon.directory;

import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

import dev.carillon.base.Sealed;
import dev.carillon.base.Secrets;
import dev.carillon.http.Fields;

/**
 * Reads {@code secrets} of a request. What is given is sealed at once, and never shown again: an answer names
 * it, and no more.
 */
record SecretsField(Secrets secrets, String table) {

    private static final String NAME = "secrets";
    private static final int LONGEST = 255;

    /**
     * Whose they are.
     *
     * @param known     the names that it may have
     * @param strangers the hosts that they would go to and were not given for
     */
    record Owner(String organizationId, String publicId, SortedSet<String> known,
            SortedSet<String> strangers) {
    }

    /** Those there were with what a request changes of them: null takes one away. */
    Map<String, Sealed> read(Fields body, Map<String, Sealed> before, Owner owner) {
        Fields given = body.object(NAME).orElse(null);
        stayAtHome(body, given, before, owner);
        if (given == null) {
            return before;
        }
        if (owner.known().isEmpty()) {
            throw body.wrong(NAME, "are nothing that this kind has", "none");
        }
        given.only(owner.known());
        var after = new TreeMap<>(before);
        for (String name : owner.known()) {
            if (given.has(name)) {
                given.text(name, 1, LONGEST).ifPresentOrElse(
                        plain -> after.put(name, sealed(body, owner, name, plain)), () -> after.remove(name));
            }
        }
        return after;
    }

    /** Whoever may change an address, and was never told a secret, does not get it by that. */
    private static void stayAtHome(Fields body, @Nullable Fields given, Map<String, Sealed> before,
            Owner owner) {
        if (owner.strangers().isEmpty()) {
            return;
        }
        for (String name : new TreeSet<>(before.keySet())) {
            if (given == null || !given.has(name)) {
                throw body.wrong(NAME + "." + name,
                        "was not given for " + String.join(", ", owner.strangers())
                                + ", where these settings would send it",
                        "given anew with them, or null; or settings with the hosts there were");
            }
        }
    }

    private Sealed sealed(Fields body, Owner owner, String name, String plain) {
        if (!secrets.canSeal()) {
            throw body.wrong(NAME, "cannot be kept, for this server has no key to encrypt them with",
                    "once CARILLON_SECRETS_KEY is set on every node to " + Secrets.HOW);
        }
        return secrets.seal(plain, Secrets.place(owner.organizationId(), table, owner.publicId(), name));
    }

    /** Writes the names of those that are kept. */
    static void write(JsonGenerator json, Map<String, Sealed> secrets) {
        json.writeArrayPropertyStart(NAME);
        secrets.keySet().stream().sorted().forEach(json::writeString);
        json.writeEndArray();
    }
}
