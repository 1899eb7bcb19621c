package dev.carillon.carrier.sip.message;

/**
 * A word with parameters, as many headers have it: {@code Reason: Q.850;cause=17},
 * {@code Session-Expires: 1800;refresher=uac}.
 *
 * @param word what stands before the first semicolon that no quotes or angle brackets hold; never empty
 */
public record Item(String word, Parameters parameters) {

    public static Item parse(String value) {
        int end = Pieces.end(value, 0, ';');
        String word = Octets.stripped(value.substring(0, end));
        Limits.check(!word.isEmpty(), "a header has no word");
        return new Item(word, Parameters.read(new Scan(value.substring(end), "a header")));
    }
}
