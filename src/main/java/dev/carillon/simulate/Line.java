package dev.carillon.simulate;

/** A person as an organisation calls them: the key of everything that counts over batches. */
public record Line(String organizationId, String number) {
}
