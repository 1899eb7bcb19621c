package dev.carillon.carrier.sip;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.carillon.base.Refusal;
import dev.carillon.call.Trunk;
import dev.carillon.carrier.sip.peer.SipAgent;
import dev.carillon.carrier.sip.peer.SipTrunk;
import dev.carillon.carrier.sip.transaction.Hop;
import dev.carillon.carrier.sip.transport.Locator;
import dev.carillon.carrier.sip.transport.Place;
import dev.carillon.dial.Peers;

/**
 * All with whom SIP is spoken, by the addresses that they are found at now.
 *
 * @param trunks    those of kind {@code sip} whose settings can be read
 * @param addresses of trunks, agents and announcements: nobody else is listened to
 */
record Neighbours(List<Keeper.Kept> trunks, Set<InetAddress> addresses) {

    Neighbours {
        trunks = List.copyOf(trunks);
        addresses = Set.copyOf(addresses);
    }

    /** Looks all of them up, and waits for it. */
    static Neighbours find(Peers.Known known, Locator locator) {
        var trunks = new ArrayList<Keeper.Kept>();
        var addresses = new HashSet<InetAddress>();
        for (Peers.Line line : known.lines()) {
            if (line.trunk().kind() == Trunk.Kind.SIP) {
                read(line.trunk(), locator).ifPresent(kept -> {
                    add(kept.hops(), addresses);
                    SipAgent announcement = kept.settings().announcement();
                    add(announcement == null ? List.of() : hops(announcement, locator), addresses);
                    trunks.add(kept);
                });
            }
        }
        if (!trunks.isEmpty()) {
            known.agents().forEach(agent -> add(hops(agent, locator), addresses));
        }
        return new Neighbours(trunks, addresses);
    }

    /** What the directory took it can read; of what it cannot read nobody is listened to. */
    private static Optional<Keeper.Kept> read(Trunk trunk, Locator locator) {
        try {
            SipTrunk settings = SipTrunk.parse(trunk.settings());
            return Optional
                    .of(new Keeper.Kept(trunk, settings, locator.locate(settings.transport(),
                            places(settings), settings.trust())));
        } catch (Refusal e) {
            return Optional.empty();
        }
    }

    private static List<Hop> hops(Peers.Agent agent, Locator locator) {
        try {
            return hops(SipAgent.parse(agent.settings()), locator);
        } catch (Refusal e) {
            return List.of();
        }
    }

    static List<Hop> hops(SipAgent settings, Locator locator) {
        return locator.locate(settings.transport(),
                List.of(new Place(settings.host(), settings.port(), 1, 1)), settings.trust());
    }

    /** What is known of it without waiting. */
    static List<Hop> knownHops(SipAgent settings, Locator locator) {
        return locator.known(settings.transport(), new Place(settings.host(), settings.port(), 1, 1),
                settings.trust());
    }

    static List<Place> places(SipTrunk settings) {
        return settings.addresses().stream()
                .map(a -> new Place(a.host(), a.port(), a.priority(), a.weight())).toList();
    }

    private static void add(List<Hop> hops, Set<InetAddress> addresses) {
        for (Hop hop : hops) {
            try {
                addresses.add(InetAddress.ofLiteral(hop.host()));
            } catch (IllegalArgumentException e) {
                // Nobody is there to be listened to; whoever calls there hears why not.
            }
        }
    }
}
