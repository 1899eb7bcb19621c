package dev.carillon.carrier.sip.message;

import java.util.Locale;

/**
 * A {@code sip:} or {@code sips:} address. Each part stands as it was written, escapes included; what is
 * absent is empty, a port that is absent -1. An IPv6 host keeps its brackets.
 *
 * @param secure  whether it is {@code sips:}
 * @param user    the part before the {@code @}, with a password if one stands there
 * @param headers what follows the question mark
 */
public record SipUri(boolean secure, String user, String host, int port, Parameters parameters,
        String headers) {

    private static final String SIP = "sip:";
    private static final String SIPS = "sips:";
    private static final OctetSet QUESTION = OctetSet.of("?");
    private static final OctetSet NOT_IN_PART = OctetSet.of("<>\"@");
    private static final OctetSet NOT_IN_PARAMETER = NOT_IN_PART.and("?");

    public SipUri {
        plain(user, NOT_IN_PART);
        plain(headers, NOT_IN_PART);
        host = Host.check(host);
        Host.checkPort(port);
        for (Parameter parameter : parameters.entries()) {
            Limits.check(isPlain(parameter), "a URI has a wrong parameter");
        }
    }

    /** An address without parameters; no user is empty, no port is -1. */
    public static SipUri of(String user, String host, int port) {
        return new SipUri(false, user, host, port, Parameters.NONE, "");
    }

    /** Whether a URI is one of this kind; others ({@code tel:}, …) are legal, and only stay text. */
    public static boolean isSip(String uri) {
        return startsWith(uri, SIP) || startsWith(uri, SIPS);
    }

    public static SipUri parse(String uri) {
        Limits.check(isSip(uri), "a URI is not sip or sips");
        boolean secure = startsWith(uri, SIPS);
        String rest = uri.substring((secure ? SIPS : SIP).length());
        int end = rest.indexOf('@');
        Limits.check(end != 0, "a URI has an @ and no user");
        String user = end < 0 ? "" : rest.substring(0, end);
        var scan = new Scan(rest.substring(end + 1), "a URI");
        String host = Host.read(scan);
        int port = Host.port(scan);
        String parameters = scan.until(QUESTION);
        String headers = scan.takes('?') ? scan.rest() : "";
        return new SipUri(secure, user, host, port, Parameters.read(new Scan(parameters, "a URI")), headers);
    }

    /** The user without a password, its escapes resolved; those of control characters stay. */
    public String userText() {
        int colon = user.indexOf(':');
        return Percent.resolved(colon < 0 ? user : user.substring(0, colon));
    }

    /** The transport that the address asks for, in lower case, or empty. */
    public String transport() {
        return parameters.value("transport").orElse("").toLowerCase(Locale.ROOT);
    }

    public SipUri with(Parameters changed) {
        return new SipUri(secure, user, host, port, changed, headers);
    }

    public String text() {
        return (secure ? SIPS : SIP) + (user.isEmpty() ? "" : user + "@") + host
                + (port < 0 ? "" : ":" + port) + parameters.text() + (headers.isEmpty() ? "" : "?" + headers);
    }

    /** Without its user, which may be a number, and without what follows the port. */
    @Override
    public String toString() {
        return (secure ? SIPS : SIP) + "…@" + host + (port < 0 ? "" : ":" + port);
    }

    private static boolean isPlain(Parameter parameter) {
        String value = parameter.value();
        plain(parameter.name(), NOT_IN_PARAMETER);
        return value == null || !plain(value, NOT_IN_PARAMETER).isEmpty();
    }

    private static String plain(String part, OctetSet not) {
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            Limits.check(Octets.isVisible(c) && !not.has(c),
                    "a URI has a character that it must not have");
        }
        Limits.check(Percent.isWhole(part), "a URI has an escape that is none");
        return part;
    }

    private static boolean startsWith(String uri, String scheme) {
        return uri.regionMatches(true, 0, scheme, 0, scheme.length());
    }
}
