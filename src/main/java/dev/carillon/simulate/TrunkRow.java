package dev.carillon.simulate;

import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.Destinations;
import dev.carillon.call.Trunk;

/** A way to place calls. */
final class TrunkRow {

    final long id;
    final String organizationId;
    boolean sandbox;
    @Nullable Destinations destinations;
    boolean paused;
    long version;

    TrunkRow(long id, String organizationId, boolean sandbox) {
        this.id = id;
        this.organizationId = organizationId;
        this.sandbox = sandbox;
    }

    /** @param pausedBefore where those may call that would be taken in its place */
    Trunk trunk(List<Destinations> pausedBefore) {
        return new Trunk(id, organizationId, sandbox ? Trunk.Kind.SANDBOX : Trunk.Kind.SIP, "{}")
                .calling(destinations, pausedBefore);
    }
}
