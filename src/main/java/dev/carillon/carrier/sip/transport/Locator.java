package dev.carillon.carrier.sip.transport;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.carillon.base.Timeline;
import dev.carillon.carrier.sip.transaction.Hop;
import dev.carillon.carrier.sip.transaction.Transport;
import dev.carillon.carrier.sip.transaction.Trust;

/**
 * Finds where a peer is reached (RFC 3263): at the ports that are given, else where the SRV records of its
 * host lead, else at the usual port. What the DNS says is kept as {@link Asking} does, for the JDK tells no
 * record's time to live. Thread-safe, where the chance that it is handed is.
 */
public final class Locator implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Locator.class);
    private static final int MOST_HOPS = 16;

    /** The DNS client's own patience is shorter, unless there are many servers that do not answer. */
    private static final Duration WITHIN = Duration.ofSeconds(10);

    private final RandomGenerator chance;
    private final Asking<List<Place>> services;
    private final Names names;

    /** By the DNS servers and the names that the system knows. */
    public Locator(RandomGenerator chance, Timeline timeline) {
        this(chance, timeline, new DnsServices("dns:"), Names.ofSystem());
    }

    Locator(RandomGenerator chance, Timeline timeline, Services services, Names names) {
        this.chance = chance;
        this.services = new Asking<>(services::of, WITHIN, timeline::nanos);
        this.names = names;
    }

    /**
     * The hops to try, in this order. Asks the DNS and waits for it where it has not been asked lately, some
     * seconds at the most for each place. A host whose address nobody tells stays a name, so that whoever
     * sends there hears why it cannot be reached. Empty only where there is no place, or where the DNS says
     * of all that they offer no such service.
     *
     * @param trust null over TLS: each place must prove to be the host that it is called, whatever that
     *              resolves to
     */
    public List<Hop> locate(Transport transport, List<Place> places, @Nullable Trust trust) {
        Set<Hop> hops = new LinkedHashSet<>();
        for (Place place : Place.inOrder(places, chance)) {
            boolean proves = transport == Transport.TLS;
            Trust who = proves && trust == null ? new Trust(place.host(), null) : trust;
            for (Place target : targets(transport, place)) {
                for (String host : addresses(target.host())) {
                    hops.add(Hop.of(transport, host, target.port(), proves ? who : null));
                }
            }
        }
        return hops.stream().limit(MOST_HOPS).toList();
    }

    /** As far as it is known without waiting, where one place leads; empty: nothing is known, or nowhere. */
    public List<Hop> known(Transport transport, Place place, @Nullable Trust trust) {
        boolean proves = transport == Transport.TLS;
        Trust who = proves && trust == null ? new Trust(place.host(), null) : trust;
        return knownTargets(transport, place).stream()
                .flatMap(target -> names.known(target.host()).stream().map(address -> Hop.of(transport,
                        address.getHostAddress(), target.port(), proves ? who : null)))
                .distinct().limit(MOST_HOPS).toList();
    }

    private List<Place> knownTargets(Transport transport, Place place) {
        if (isItself(place)) {
            return List.of(usual(transport, place));
        }
        List<Place> told = services.known(prefix(transport) + place.host());
        return told == null ? List.of() : served(told, usual(transport, place));
    }

    @Override
    public void close() {
        services.close();
        names.close();
    }

    private List<Place> targets(Transport transport, Place place) {
        Place usual = usual(transport, place);
        return isItself(place) ? List.of(usual) : served(services(prefix(transport) + place.host()), usual);
    }

    /** Whether nothing is to be asked for of where it leads. */
    private static boolean isItself(Place place) {
        return place.port() >= 0 || Addresses.literal(place.host()) != null || !isName(place.host());
    }

    private static Place usual(Transport transport, Place place) {
        return place.withPort(place.port() < 0 ? transport.defaultPort() : place.port());
    }

    private List<Place> served(List<Place> told, Place usual) {
        return told.isEmpty()
                ? List.of(usual)
                : Place.inOrder(told, chance).stream().filter(one -> !one.host().equals(Services.NOWHERE))
                        .toList();
    }

    private static String prefix(Transport transport) {
        return switch (transport) {
            case UDP -> "_sip._udp.";
            case TCP -> "_sip._tcp.";
            case TLS -> "_sips._tcp.";
        };
    }

    private static boolean isName(String host) {
        return !host.isEmpty() && host.chars().allMatch(Locator::isOfName);
    }

    private static boolean isOfName(int c) {
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return letter || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
    }

    private List<Place> services(String name) {
        try {
            return services.await(name);
        } catch (IOException e) {
            LOG.warn("{}: the usual port is taken", e.getMessage());
            return List.of();
        }
    }

    private List<String> addresses(String host) {
        try {
            return names.await(host).stream().map(address -> address.getHostAddress()).toList();
        } catch (IOException e) {
            return List.of(host);
        }
    }
}
