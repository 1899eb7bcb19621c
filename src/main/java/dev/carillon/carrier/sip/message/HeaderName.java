package dev.carillon.carrier.sip.message;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The names of header fields: one spelling for each that is known, whatever its case and short form. */
public final class HeaderName {

    public static final String ALLOW = "Allow";
    public static final String AUTHORIZATION = "Authorization";
    public static final String CALL_ID = "Call-ID";
    public static final String CONTACT = "Contact";
    public static final String CONTENT_LENGTH = "Content-Length";
    public static final String CONTENT_TYPE = "Content-Type";
    public static final String CSEQ = "CSeq";
    public static final String FROM = "From";
    public static final String MAX_FORWARDS = "Max-Forwards";
    public static final String MIN_SE = "Min-SE";
    public static final String PROXY_AUTHENTICATE = "Proxy-Authenticate";
    public static final String PROXY_AUTHORIZATION = "Proxy-Authorization";
    public static final String REASON = "Reason";
    public static final String RECORD_ROUTE = "Record-Route";
    public static final String REQUIRE = "Require";
    public static final String RETRY_AFTER = "Retry-After";
    public static final String ROUTE = "Route";
    public static final String SESSION_EXPIRES = "Session-Expires";
    public static final String SUPPORTED = "Supported";
    public static final String TIMESTAMP = "Timestamp";
    public static final String TO = "To";
    public static final String UNSUPPORTED = "Unsupported";
    public static final String USER_AGENT = "User-Agent";
    public static final String VIA = "Via";
    public static final String WWW_AUTHENTICATE = "WWW-Authenticate";

    /** Those of which a message has one at most. */
    private static final Set<String> SINGLE = Set.of(CALL_ID, CONTENT_LENGTH, CONTENT_TYPE, CSEQ, "Date",
            "Event", "Expires", FROM, MAX_FORWARDS, "Min-Expires", MIN_SE, "RAck", "Refer-To", "Referred-By",
            "Replaces", RETRY_AFTER, "RSeq", SESSION_EXPIRES, "Subject", TIMESTAMP, TO);

    /** Those whose value is a list with commas. Dates and credentials have commas and are none. */
    private static final Set<String> LISTS = Set.of("Accept", "Accept-Contact", "Accept-Encoding",
            "Accept-Language", "Alert-Info", ALLOW, "Allow-Events", "Call-Info", CONTACT, "Content-Encoding",
            "Content-Language", "Diversion", "Error-Info", "Geolocation", "History-Info", "In-Reply-To",
            "P-Asserted-Identity", "P-Associated-URI", "P-Preferred-Identity", "Path", "Proxy-Require",
            REASON,
            RECORD_ROUTE, "Reject-Contact", "Request-Disposition", REQUIRE, ROUTE, "Security-Client",
            "Security-Server", "Security-Verify", "Service-Route", SUPPORTED, UNSUPPORTED, VIA, "Warning");

    private static final Set<String> OTHERS = Set.of("Answer-Mode", AUTHORIZATION, "Authentication-Info",
            "Content-Disposition", "Identity", "Identity-Info", "Join", "MIME-Version", "Organization",
            "Priority", "Privacy", PROXY_AUTHENTICATE, PROXY_AUTHORIZATION, "Reply-To", "Server",
            "Subscription-State", USER_AGENT, WWW_AUTHENTICATE);

    private static final Map<String, String> SHORT = Map.ofEntries(Map.entry("a", "Accept-Contact"),
            Map.entry("b", "Referred-By"), Map.entry("c", CONTENT_TYPE),
            Map.entry("d", "Request-Disposition"),
            Map.entry("e", "Content-Encoding"), Map.entry("f", FROM), Map.entry("i", CALL_ID),
            Map.entry("j", "Reject-Contact"), Map.entry("k", SUPPORTED), Map.entry("l", CONTENT_LENGTH),
            Map.entry("m", CONTACT), Map.entry("n", "Identity-Info"), Map.entry("o", "Event"),
            Map.entry("r", "Refer-To"), Map.entry("s", "Subject"), Map.entry("t", TO),
            Map.entry("u", "Allow-Events"), Map.entry("v", VIA), Map.entry("x", SESSION_EXPIRES),
            Map.entry("y", "Identity"));

    /** By every spelling that is looked for first: as it is written above, and in lower case. */
    private static final Map<String, Spelling> KNOWN = known();

    private HeaderName() {
    }

    /**
     * A name in its one spelling.
     *
     * @param known  whether it is one of those here, which no other name equals in another case
     * @param single whether a message has one field of it at most
     */
    record Spelling(String name, boolean known, boolean single) {
    }

    /** One that is not known stays as it is written. */
    static Spelling spelling(String name) {
        Spelling known = KNOWN.get(name);
        if (known != null) {
            return known;
        }
        if (!Octets.isToken(name)) {
            throw new SipSyntax("the name of a header is no token");
        }
        Spelling inAnyCase = KNOWN.get(name.toLowerCase(Locale.ROOT));
        return inAnyCase == null ? new Spelling(name, false, false) : inAnyCase;
    }

    /** The one spelling of a known name; one that is not known stays as it is written. */
    static String canonical(String name) {
        return spelling(name).name();
    }

    static boolean isList(String canonical) {
        return LISTS.contains(canonical);
    }

    private static Map<String, Spelling> known() {
        var names = new HashSet<String>(SINGLE);
        names.addAll(LISTS);
        names.addAll(OTHERS);
        var known = new HashMap<String, Spelling>();
        for (String name : names) {
            var one = new Spelling(name, true, SINGLE.contains(name));
            known.put(name, one);
            known.put(name.toLowerCase(Locale.ROOT), one);
        }
        SHORT.forEach((shortly, name) -> known.put(shortly, known.get(name)));
        return Map.copyOf(known);
    }
}
