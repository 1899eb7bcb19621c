package dev.carillon.carrier.sip.transport;

import java.net.Inet6Address;
import java.net.InetAddress;

import org.jspecify.annotations.Nullable;

import dev.carillon.carrier.sip.transaction.Hop;

/** Addresses as SIP writes them. */
final class Addresses {

    private Addresses() {
    }

    /** The address that stands there, in brackets or not; null where it is a name. Never asks anybody. */
    static @Nullable InetAddress literal(String host) {
        String bare = host.startsWith("[") && host.endsWith("]") && host.length() > 2
                ? host.substring(1, host.length() - 1)
                : host;
        if (bare.indexOf(':') < 0 && !isNumeric(bare)) {
            return null;
        }
        try {
            return InetAddress.ofLiteral(bare);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean isNumeric(String host) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if ((c < '0' || c > '9') && c != '.') {
                return false;
            }
        }
        return !host.isEmpty();
    }

    /** As it stands where a host does: IPv6 in brackets, without the name of an interface. */
    static String asHost(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        String plain = zone < 0 ? text : text.substring(0, zone);
        return address instanceof Inet6Address ? "[" + plain + "]" : plain;
    }

    /** The same of what a person wrote, who may have left the brackets out. */
    static String asHost(String written) {
        return written.indexOf(':') >= 0 && !written.startsWith("[") ? "[" + written + "]" : written;
    }

    /** The port that is meant: the usual one where there is none, or none that could be. */
    static int port(Hop hop) {
        return hop.port() > 0 && hop.port() <= 65_535 ? hop.port() : hop.transport().defaultPort();
    }
}
