package dev.carillon.carrier.sip.message;

import java.math.BigInteger;

/**
 * What an {@code o=} line says: whose session it is, and which version of it. One of ours has one id a
 * dialog, and the next version with each description that is not the one before (RFC 3264 8).
 *
 * @param address without brackets
 */
public record Origin(String user, String id, String version, String address) {

    private static final int LONGEST_VERSION = 30;

    public Origin {
        Limits.check(isWord(user) && isWord(id) && isWord(version) && isWord(address),
                "o= has a part that is no word");
    }

    /** The first of a dialog. */
    public static Origin of(long id, String address) {
        return new Origin("-", Long.toString(id), "1", address);
    }

    /** @param value six words */
    static Origin parse(String value) {
        String[] words = SdpLines.words(value);
        Limits.check(words.length == 6 && words[3].equals("IN"), "o= has not its six parts");
        return new Origin(words[0], words[1], words[2], words[5]);
    }

    /** The same session, a version later. */
    public Origin next() {
        return later(1);
    }

    /** The same session, so many versions later. */
    public Origin later(long versions) {
        long small = Octets.number(version, Integer.MAX_VALUE);
        if (small >= 0 && versions <= Integer.MAX_VALUE) {
            return new Origin(user, id, Long.toString(small + versions), address);
        }
        boolean number =
                version.length() <= LONGEST_VERSION && version.chars().allMatch(c -> c >= '0' && c <= '9');
        Limits.check(number, "o= has a version that is no number");
        return new Origin(user, id, new BigInteger(version).add(BigInteger.valueOf(versions)).toString(),
                address);
    }

    String text() {
        return "o=" + user + " " + id + " " + version + " " + network(address);
    }

    /** The address as {@code o=} and {@code c=} have it. */
    static String network(String address) {
        return (address.indexOf(':') < 0 ? "IN IP4 " : "IN IP6 ") + address;
    }

    static boolean isWord(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Octets.isText(c) || Octets.isSpace(c)) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** Its id and version: an address is nobody's business. */
    @Override
    public String toString() {
        return "version " + version + " of a session";
    }
}
