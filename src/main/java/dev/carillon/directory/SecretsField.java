package dev.carillon.directory;

import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;

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
     * @param known the names that it may have
     */
    record Owner(String organizationId, String publicId, SortedSet<String> known) {
    }

    /** Those there were with what a request changes of them: null takes one away. */
    Map<String, Sealed> read(Fields body, Map<String, Sealed> before, Owner owner) {
        Fields given = body.object(NAME).orElse(null);
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
