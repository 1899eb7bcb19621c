package dev.carillon.call;

import org.jspecify.annotations.Nullable;

/**
 * Why a call ended, in its network's own words, for people and for figures. What a network says is made to
 * fit: a code that is none is 0, a text is cut and has no control characters.
 *
 * @param sip     the status of the SIP response, 100 to 699; 0: there was none
 * @param q850    the cause by ITU-T Q.850, 1 to 127; 0: none was told
 * @param text    the carrier's reason; empty: none was told
 * @param redress where a network that blocks calls hears objections (RFC 8688); null: none was told
 */
public record Cause(int sip, int q850, String text, @Nullable String redress) {

    private static final int LONGEST = 255;

    public Cause {
        sip = sip >= 100 && sip <= 699 ? sip : 0;
        q850 = q850 >= 1 && q850 <= 127 ? q850 : 0;
        text = fitted(text);
        redress = redress == null || fitted(redress).isEmpty() ? null : fitted(redress);
    }

    /** Without an address for objections. */
    public Cause(int sip, int q850, String text) {
        this(sip, q850, text, null);
    }

    /** What is kept for people; null: no words were told. */
    public @Nullable String words() {
        if (redress == null) {
            return text.isEmpty() ? null : text;
        }
        return text.isEmpty() ? "redress: " + redress : text + " (redress: " + redress + ")";
    }

    /** A control character, or half of one that takes two, is no text that a database keeps. */
    private static String fitted(String said) {
        var plain = new StringBuilder();
        said.strip().codePoints().limit(LONGEST)
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? ' ' : c)
                .forEach(plain::appendCodePoint);
        return plain.toString().strip();
    }
}
