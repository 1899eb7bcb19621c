package dev.carillon.carrier.sip.message;

import java.util.Locale;
import java.util.Optional;

/**
 * One hop of a message's way.
 *
 * @param transport in upper case: UDP, TCP, TLS or whatever else stands there
 * @param host      as it was written; an IPv6 address keeps its brackets
 * @param port      -1 where none is given
 */
public record Via(String transport, String host, int port, Parameters parameters) {

    private static final String BRANCH = "branch";
    private static final String RECEIVED = "received";
    private static final String RPORT = "rport";

    public Via {
        Limits.check(Octets.isToken(transport), "a transport is no token");
        transport = transport.toUpperCase(Locale.ROOT);
        host = Host.check(host);
        Host.checkPort(port);
    }

    public static Via parse(String value) {
        var scan = new Scan(value, "Via");
        part(scan, "SIP");
        scan.expect('/');
        part(scan, "2.0");
        scan.expect('/');
        scan.space();
        String transport = scan.token();
        Limits.check(scan.space(), "Via has no host");
        String host = Host.read(scan);
        scan.space();
        int port = Host.port(scan);
        return new Via(transport, host, port, Parameters.read(scan));
    }

    private static void part(Scan scan, String expected) {
        scan.space();
        Limits.check(scan.token().equalsIgnoreCase(expected), "Via is not of SIP/2.0");
        scan.space();
    }

    public Optional<String> branch() {
        Optional<String> branch = parameters.value(BRANCH);
        branch.ifPresent(text -> Limits.check(!text.isEmpty(), "a branch is empty"));
        return branch;
    }

    /** The address that the message came from, as the next hop saw it; without brackets. */
    public Optional<String> received() {
        return parameters.value(RECEIVED).map(address -> address.startsWith("[") && address.endsWith("]")
                ? address.substring(1, address.length() - 1)
                : address);
    }

    /** Whether the sender asks for answers to the port that it sends from (RFC 3581). */
    public boolean asksForPort() {
        return parameters.has(RPORT);
    }

    /** The port that the message came from, as the next hop saw it, or -1. */
    public int rport() {
        return parameters.value(RPORT).filter(text -> !text.isEmpty())
                .map(text -> Host.port(new Scan(":" + text, "Via"))).orElse(-1);
    }

    /**
     * With where the message really came from: the address always, the port where it was asked for.
     *
     * @param address an IPv6 address stands without brackets
     */
    public Via seenFrom(String address, int fromPort) {
        Parameters seen = parameters.with(new Parameter(RECEIVED, address));
        return new Via(transport, host, port,
                asksForPort() ? seen.with(new Parameter(RPORT, Integer.toString(fromPort))) : seen);
    }

    public String text() {
        return "SIP/2.0/" + transport + " " + host + (port < 0 ? "" : ":" + port) + parameters.text();
    }
}
