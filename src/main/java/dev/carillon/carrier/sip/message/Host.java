package dev.carillon.carrier.sip.message;

/** Reads a host and its port where RFC 3261 has one: a name, an IPv4 address, or an IPv6 one in brackets. */
final class Host {

    private static final int GREATEST_PORT = 65_535;
    private static final int LONGEST = 255;
    private static final int GROUPS = 8;
    private static final OctetSet CLOSING = OctetSet.of("]");
    private static final OctetSet ENDS_OF_PORT = OctetSet.of(";?, \t");
    private static final OctetSet ENDS = ENDS_OF_PORT.and(":");

    private Host() {
    }

    /** A host as it was written; an IPv6 address keeps its brackets. */
    static String read(Scan scan) {
        if (scan.sees('[')) {
            String address = scan.until(CLOSING);
            scan.expect(']');
            return "[" + ipv6(address.substring(1)) + "]";
        }
        return name(scan.until(ENDS));
    }

    /** The port after the colon, or -1 where there is no colon. */
    static int port(Scan scan) {
        if (!scan.takes(':')) {
            return -1;
        }
        scan.space();
        long port = Octets.number(scan.until(ENDS_OF_PORT), GREATEST_PORT);
        Limits.check(port > 0, "a port is none");
        return (int) port;
    }

    /** The host, if it is one, as it may be written. */
    static String check(String host) {
        if (!host.startsWith("[")) {
            return name(host);
        }
        var scan = new Scan(host, "a host");
        String read = read(scan);
        Limits.check(scan.atEnd(), "a host is none");
        return read;
    }

    static int checkPort(int port) {
        Limits.check(port == -1 || (port > 0 && port <= GREATEST_PORT), "a port is none");
        return port;
    }

    private static String name(String name) {
        boolean plain = !name.isEmpty() && name.length() <= LONGEST;
        for (int i = 0; plain && i < name.length(); i++) {
            char c = name.charAt(i);
            plain = Octets.isAlphanumeric(c) || c == '-' || c == '.' || c == '_';
        }
        Limits.check(plain, "a host is none");
        return name;
    }

    /**
     * The IPv6 address, if it is one. RFC 3261's grammar lets three colons stand before an IPv4 address, and
     * there are peers that took its word (RFC 5118 4.10): they mean two.
     */
    static String ipv6(String address) {
        int three = address.indexOf(":::");
        String written = three >= 0 && address.indexOf('.') > three
                ? address.substring(0, three) + address.substring(three + 1)
                : address;
        Limits.check(isIpv6(written), "an IPv6 address is none");
        return written;
    }

    private static boolean isIpv6(String address) {
        int gap = address.indexOf("::");
        if (gap < 0) {
            return groups(address, true) == GROUPS;
        }
        String before = address.substring(0, gap);
        String after = address.substring(gap + 2);
        int left = before.isEmpty() ? 0 : groups(before, false);
        int right = after.isEmpty() ? 0 : groups(after, true);
        return left >= 0 && right >= 0 && left + right < GROUPS;
    }

    /** How many groups of 16 bits stand there, or -1 if anything else does. */
    private static int groups(String text, boolean mayEndInIpv4) {
        int groups = 0;
        int from = 0;
        while (from <= text.length()) {
            int colon = text.indexOf(':', from);
            int to = colon < 0 ? text.length() : colon;
            String group = text.substring(from, to);
            if (colon < 0 && mayEndInIpv4 && group.indexOf('.') >= 0) {
                return isIpv4(group) ? groups + 2 : -1;
            }
            if (!isGroup(group)) {
                return -1;
            }
            groups++;
            from = to + 1;
        }
        return groups;
    }

    private static boolean isGroup(String group) {
        for (int i = 0; i < group.length(); i++) {
            if (!Octets.isHex(group.charAt(i))) {
                return false;
            }
        }
        return !group.isEmpty() && group.length() <= 4;
    }

    static boolean isIpv4(String text) {
        int numbers = 0;
        int from = 0;
        while (from <= text.length()) {
            int dot = text.indexOf('.', from);
            int to = dot < 0 ? text.length() : dot;
            if (to - from > 3 || Octets.number(text.substring(from, to), 255) < 0) {
                return false;
            }
            numbers++;
            from = to + 1;
        }
        return numbers == 4;
    }
}
