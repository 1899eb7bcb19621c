package dev.carillon.carrier.sip.peer;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Refusal;
import dev.carillon.carrier.sip.transaction.Transport;
import dev.carillon.carrier.sip.transaction.Trust;

/**
 * What the settings of a SIP trunk say. The password is none of them.
 *
 * @param trust          over TLS alone
 * @param domain         the host part of the request's address, of From and of To, as a URI has it
 * @param username       for who answers a challenge; null: none is answered
 * @param sessionExpires zero: no session timer
 * @param keepAlive      how often the trunk is asked with OPTIONS; zero: never
 * @param announcement   whom to join when no agent came; null: nobody
 */
public record SipTrunk(List<Address> addresses, Transport transport, @Nullable Trust trust, String domain,
        @Nullable String username, Offer offer, NumberFormat numbers, List<HeaderTemplate> headers,
        Duration sessionExpires, Duration keepAlive, @Nullable SipAgent announcement) {

    public SipTrunk {
        addresses = List.copyOf(addresses);
        headers = List.copyOf(headers);
    }

    /**
     * Reads them.
     *
     * @param json a JSON object
     * @throws Refusal that names what is wrong in {@code settings} and what is allowed
     */
    public static SipTrunk parse(String json) {
        return new TrunkReader(json).trunk();
    }

    /** To which a digest of its password goes, each perhaps with its port. */
    public Set<String> hosts() {
        return addresses.stream().map(address -> HostText.withPort(address.host(), address.port()))
                .collect(Collectors.toSet());
    }

    /**
     * Where it is reached.
     *
     * @param host     a name or an address; IPv6 without brackets
     * @param port     -1: what SRV says, else the default port
     * @param priority the lowest goes first
     * @param weight   its part of the calls beside those of the same priority
     */
    public record Address(String host, int port, int priority, int weight) {
    }

    /** Whether the first INVITE offers media: held, or none at all. */
    public enum Offer {
        EARLY, LATE
    }

    /**
     * A header of the first INVITE.
     *
     * @param value the octets of UTF-8, a character each, as headers have them; {@code {caller_id}} and
     *              {@code {called}} stand for the two numbers
     */
    public record HeaderTemplate(String name, String value) {

        static final String CALLER_ID = "{caller_id}";
        static final String CALLED = "{called}";

        /** The value, with the numbers as they are dialled. */
        public String text(String callerId, String called) {
            return value.replace(CALLER_ID, callerId).replace(CALLED, called);
        }
    }
}
