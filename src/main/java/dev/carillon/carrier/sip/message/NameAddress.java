package dev.carillon.carrier.sip.message;

import java.util.Optional;

/**
 * An address with what belongs to it, as From, To, Contact, Route and their like have it.
 *
 * @param display    the name as people read it, or empty
 * @param uri        as it was written, of any scheme
 * @param parameters what follows the address and is not part of it
 */
public record NameAddress(String display, String uri, Parameters parameters) {

    private static final OctetSet ENDS = OctetSet.of("<;\"");
    private static final OctetSet CLOSING = OctetSet.of(">");

    public NameAddress {
        Octets.line(Octets.of(display), "a display name");
        SipRequest.checkUri(uri);
    }

    /** An address alone. */
    public static NameAddress of(String uri) {
        return new NameAddress("", uri, Parameters.NONE);
    }

    public static NameAddress parse(String value) {
        var scan = new Scan(value, "an address");
        scan.space();
        if (scan.sees('"')) {
            String display = Scan.unquoted(scan.quoted());
            scan.space();
            scan.expect('<');
            return bracketed(Octets.shown(display), scan);
        }
        String before = scan.until(ENDS);
        if (scan.takes('<')) {
            return bracketed(Octets.shown(Octets.stripped(before)), scan);
        }
        String uri = Octets.stripped(before);
        Limits.check(uri.indexOf('?') < 0 && uri.indexOf(',') < 0, "an address needs angle brackets");
        return new NameAddress("", uri, Parameters.read(scan));
    }

    private static NameAddress bracketed(String display, Scan scan) {
        String uri = scan.until(CLOSING);
        scan.expect('>');
        return new NameAddress(display, uri, Parameters.read(scan));
    }

    /** The tag, which makes a dialog of a call. */
    public Optional<String> tag() {
        Optional<String> tag = parameters.value("tag");
        tag.ifPresent(text -> Limits.check(Octets.isToken(text), "a tag is no token"));
        return tag;
    }

    public NameAddress withTag(String tag) {
        Limits.check(Octets.isToken(tag), "a tag is no token");
        return new NameAddress(display, uri, parameters.with(new Parameter("tag", tag)));
    }

    /** The address taken apart; refused where it is not {@code sip:} or {@code sips:}. */
    public SipUri sipUri() {
        return SipUri.parse(uri);
    }

    public String text() {
        String name = display.isEmpty() ? "" : Scan.inQuotes(Octets.of(display)) + " ";
        return name + "<" + uri + ">" + parameters.text();
    }

    /** Names nobody: an address may be a number. */
    @Override
    public String toString() {
        return "an address";
    }
}
