package dev.carillon.carrier.sip.transport;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

import dev.carillon.carrier.sip.transaction.Transport;
import dev.carillon.carrier.sip.transaction.Trust;

/** How a connection comes to be; on a thread of its own, bounded in time. */
interface Opening {

    /**
     * Makes the connection, or fails within its bound.
     *
     * @throws IOException in words for people
     */
    Line open() throws IOException;

    Transport transport();

    /** Who the other side has proved to be. */
    @Nullable Trust trust();
}
