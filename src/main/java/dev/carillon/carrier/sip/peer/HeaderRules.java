package dev.carillon.carrier.sip.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

import dev.carillon.base.Refusal;
import dev.carillon.call.SettingsObject;
import dev.carillon.carrier.sip.message.Header;
import dev.carillon.carrier.sip.message.Octets;
import dev.carillon.carrier.sip.message.SipSyntax;

/** Which header fields an operator may add to an INVITE, and what may stand in them. */
final class HeaderRules {

    /** Octets of a value. */
    static final int LONGEST = 1_024;

    private static final int MOST = 20;
    private static final int LONGEST_NAME = 64;
    private static final String NAMES = "letters, digits and -.!%*_+`'~, at most " + LONGEST_NAME;

    /** What call control says itself, and what belongs to other kinds of requests. */
    private static final Set<String> OURS = Set.of("allow", "allow-events", "authorization", "call-id",
            "contact", "cseq", "event", "expires", "from", "max-forwards", "mime-version", "min-se",
            "proxy-authenticate", "proxy-authorization", "proxy-require", "rack", "record-route", "refer-to",
            "replaces", "require", "route", "rseq", "session-expires", "subscription-state", "supported",
            "timestamp", "to", "unsupported", "via", "www-authenticate");

    private HeaderRules() {
    }

    /** The names of the fields, each in its one spelling, in their order. */
    static List<String> names(SettingsObject headers) {
        List<String> asked = headers.names();
        if (asked.size() > MOST) {
            throw headers.wrong("has " + asked.size() + " headers", "at most " + MOST);
        }
        var names = new ArrayList<String>();
        Set<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : asked) {
            String canonical = canonical(headers, name);
            String lower = canonical.toLowerCase(Locale.ROOT);
            if (OURS.contains(lower) || lower.startsWith("content-") || lower.startsWith("x-carillon-")) {
                throw headers.wrong(name, "is for call control to say", "other headers");
            }
            if (!seen.add(canonical)) {
                throw headers.wrong(name, "is there twice", "each header once");
            }
            names.add(canonical);
        }
        return names;
    }

    /** Text as the octets of a header's value; it has no control characters and is short enough. */
    static String value(SettingsObject headers, String name) {
        return Octets.of(headers.text(name, LONGEST).orElseThrow());
    }

    private static String canonical(SettingsObject headers, String name) {
        if (name.length() > LONGEST_NAME) {
            throw nobodys(headers);
        }
        try {
            return new Header(name, "").name();
        } catch (SipSyntax e) {
            throw nobodys(headers);
        }
    }

    private static Refusal nobodys(SettingsObject headers) {
        return headers.wrong("has a name that no header can have", NAMES);
    }
}
