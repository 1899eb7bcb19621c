package dev.carillon.dial;

import dev.carillon.call.Trunk;

/** Which carrier serves a trunk. Thread-safe. */
public interface Trunks {

    Carrier carrier(Trunk trunk);

    /**
     * Whether its carriers have room for more calls on this node: while they have none, nothing is opened.
     */
    default boolean haveRoom() {
        return true;
    }
}
