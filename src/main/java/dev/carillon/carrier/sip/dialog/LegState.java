package dev.carillon.carrier.sip.dialog;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.carillon.carrier.sip.message.NameAddress;
import dev.carillon.carrier.sip.message.Parameters;
import dev.carillon.carrier.sip.message.SipSyntax;
import dev.carillon.carrier.sip.transaction.Hop;
import dev.carillon.carrier.sip.transaction.Transport;

/**
 * All that another process of ours needs to go on with a leg that was answered. It has addresses, numbers and
 * possibly keys in it: what is kept of it is kept as carefully as they are.
 *
 * @param local        as we write it, with its tag
 * @param remote       as they are written, with their tag
 * @param target       where they want to be reached
 * @param routes       by which way, the first first
 * @param way          by which their INVITE went
 * @param invited      the number of that INVITE
 * @param sent         how far we have counted
 * @param acknowledged whether the answer has our ACK
 * @param answers      whether that ACK has a description, as the INVITE had none
 */
public record LegState(String callId, String local, String remote, String target, List<String> routes,
        Way way, long invited, long sent, boolean acknowledged, boolean answers, Said said,
        Refresh refresh) {

    public LegState {
        routes = List.copyOf(routes);
        Stream.of(callId, local, remote, target, way, said, refresh).forEach(Objects::requireNonNull);
    }

    /** The same without what was said of the session: enough to go on, not to say it again. */
    public LegState undescribed() {
        return new LegState(callId, local, remote, target, routes, way, invited, sent, acknowledged, answers,
                new Said(said.next(), null, null), refresh);
    }

    /**
     * Whether a later process would go on by this as it would by the other. How far we have counted is all
     * that may differ: it begins far ahead of that anyway.
     */
    public boolean isAsGoodAs(LegState other) {
        return counted(0).equals(other.counted(0));
    }

    private LegState counted(long number) {
        return new LegState(callId, local, remote, target, routes, way, invited, number, acknowledged,
                answers,
                said, refresh);
    }

    /** Names nobody. */
    @Override
    public String toString() {
        return "the state of a leg";
    }

    /** A hop without what it must prove, which is its trunk's or its agent's to say. */
    public record Way(Transport transport, String host, int port) {

        static Way of(Hop hop) {
            return new Way(hop.transport(), hop.host(), hop.port());
        }
    }

    /**
     * The session as both have described it.
     *
     * @param next   four words: the origin of what we say next
     * @param agreed ours, or null
     * @param theirs null: nothing that could be read
     */
    public record Said(String next, @Nullable String agreed, @Nullable String theirs) {
    }

    /**
     * The session timer.
     *
     * @param seconds 0: there is none
     * @param ours    whether we owe the signs of life
     * @param updates whether they understand UPDATE
     */
    public record Refresh(long seconds, boolean ours, boolean updates) {
    }

    /**
     * How the other side is reached when nobody knows any more how it was invited: without a login, and by
     * the authorities of this system.
     */
    public Invitation invitation() {
        var hop = Hop.of(way.transport(), way.host(), way.port());
        return new Invitation(List.of(hop), target, untagged(local), untagged(remote), List.of(), null,
                Duration.ZERO);
    }

    private static NameAddress untagged(String address) {
        NameAddress whole = NameAddress.parse(address);
        return new NameAddress(whole.display(), whole.uri(), Parameters.NONE);
    }

    /** Refused with {@link SipSyntax} where a part of it cannot be read. */
    public void check() {
        invitation();
        routes.forEach(NameAddress::parse);
        Descriptions.origin(said.next());
        Descriptions.parsed(said.agreed());
        Descriptions.parsed(said.theirs());
    }
}
