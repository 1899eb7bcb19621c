package dev.carillon.directory;

import dev.carillon.base.Refusal;

/** What a kind of trunk asks of its settings. */
@FunctionalInterface
public interface TrunkSettings {

    /**
     * Takes them, or refuses them.
     *
     * @param json a JSON object
     * @throws Refusal that names what is wrong in {@code settings} and what is allowed
     */
    void check(String json) throws Refusal;
}
