package dev.carillon.dial;

import dev.carillon.call.Trunk;

/** Which carrier serves a trunk. */
public interface Trunks {

    Carrier carrier(Trunk trunk);
}
