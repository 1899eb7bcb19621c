package dev.carillon.carrier.sip.peers;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.CarrierEvent;
import dev.carillon.carrier.sip.message.Login;
import dev.carillon.carrier.sip.transaction.Hop;
import dev.carillon.carrier.sip.transaction.Transport;

/**
 * One user agent on 127.0.0.1, with all three transports, that hears every peer of 127.0.0.1 and of no other
 * address, and sends no keep-alives. It lets a telephone ring for {@link #RINGS}, gives the agent
 * {@link #AGENT_SETUP}, and ends a call after {@link #LONGEST}.
 */
interface Rig extends AutoCloseable {

    Duration RINGS = Duration.ofSeconds(6);
    Duration AGENT_SETUP = Duration.ofSeconds(5);
    Duration LONGEST = Duration.ofMinutes(5);

    /** The number that every call dials, and the one that it shows. */
    String CALLED = "+15550100";
    String CALLER = "+15550111";

    /**
     * Begins a call.
     *
     * @param carrier where the telephone is
     * @param agent   where the agent is, as {@code agent}
     * @param login   what to tell a carrier that asks; null: nothing
     */
    Placed place(Offer offer, Hop carrier, Hop agent, @Nullable Login login);

    /** Where it listens. */
    int port(Transport transport);

    /** How many dialogs and transactions it holds: none when every call has been over for long enough. */
    int open();

    @Override
    void close();

    /** A call that was begun. */
    interface Placed {

        /** What was told so far, in order. */
        List<CarrierEvent> events();

        /** Waits for the end. */
        CarrierEvent awaitEnd(Duration most);

        void hangUp();
    }
}
