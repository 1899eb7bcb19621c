package dev.carillon.carrier.sip.dialog;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.carillon.carrier.sip.message.Header;
import dev.carillon.carrier.sip.message.Login;
import dev.carillon.carrier.sip.message.NameAddress;
import dev.carillon.carrier.sip.transaction.Hop;

/**
 * How a leg is set up: whom it calls, as whom, and what it says beside.
 *
 * @param hops           where it may go, the preferred first, at least one: the next is tried only while
 *                       nothing has gone out
 * @param uri            of the request
 * @param from           without a tag
 * @param to             without a tag
 * @param headers        the operator's own, none that call control sets itself
 * @param login          null: a challenge is a refusal
 * @param sessionExpires how long a session may live without a sign of life (RFC 4028); zero: as long as it
 *                       likes
 */
public record Invitation(List<Hop> hops, String uri, NameAddress from, NameAddress to, List<Header> headers,
        @Nullable Login login, Duration sessionExpires) {

    public Invitation {
        if (hops.isEmpty()) {
            throw new IllegalArgumentException("an invitation without a hop");
        }
        hops = List.copyOf(hops);
        headers = List.copyOf(headers);
    }

    /** The same, by one way alone. */
    Invitation by(Hop way) {
        return new Invitation(List.of(way), uri, from, to, headers, login, sessionExpires);
    }

    /** Names nobody. */
    @Override
    public String toString() {
        return "an invitation by " + hops.getFirst().transport();
    }
}
