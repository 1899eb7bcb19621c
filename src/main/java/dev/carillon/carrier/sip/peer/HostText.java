package dev.carillon.carrier.sip.peer;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.carillon.carrier.sip.message.SipSyntax;
import dev.carillon.carrier.sip.message.SipUri;

/** Hosts as people write them: names, IPv4 addresses, and IPv6 addresses with or without brackets. */
final class HostText {

    static final String ALLOWED = "a host name, an IPv4 address or an IPv6 address";
    static final int LONGEST = 253;

    private static final String LABEL = "[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?";
    private static final Pattern NAME = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*\\.?");
    private static final Pattern NUMBER_LAST = Pattern.compile("(?:.*\\.)?[0-9]+\\.?");
    private static final String BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(BYTE + "(?:\\." + BYTE + "){3}");

    private HostText() {
    }

    /** The host, an IPv6 address without brackets; empty for what is none. */
    static Optional<String> read(String text) {
        if (text.indexOf(':') >= 0) {
            return ipv6(text.startsWith("[") ? text : "[" + text + "]");
        }
        boolean fits = NUMBER_LAST.matcher(text).matches()
                ? IPV4.matcher(text).matches()
                : text.length() <= LONGEST && NAME.matcher(text).matches();
        return fits ? Optional.of(text) : Optional.empty();
    }

    /** As it stands in a URI: an IPv6 address in brackets. */
    static String inUri(String host) {
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }

    /** To be compared with others, and shown; a port below 0 is none. */
    static String withPort(String host, int port) {
        return inUri(host).toLowerCase(Locale.ROOT) + (port < 0 ? "" : ":" + port);
    }

    /** As it is looked up: without the brackets that it has in a URI. */
    static String fromUri(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static Optional<String> ipv6(String inBrackets) {
        try {
            return Optional.of(fromUri(SipUri.of("", inBrackets, -1).host()));
        } catch (SipSyntax e) {
            return Optional.empty();
        }
    }
}
