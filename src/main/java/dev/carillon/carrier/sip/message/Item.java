package dev.carillon.carrier.sip.message;

/**
 * A word with parameters, as many headers have it: {@code Reason: Q.850;cause=17},
 * {@code Session-Expires: 1800;refresher=uac}.
 *
 * @param word what stands before the first semicolon; never empty
 */
public record Item(String word, Parameters parameters) {

    public static Item parse(String value) {
        var scan = new Scan(value, "a header");
        String word = Octets.stripped(scan.until(";"));
        Limits.check(!word.isEmpty(), "a header has no word");
        return new Item(word, Parameters.read(scan));
    }
}
