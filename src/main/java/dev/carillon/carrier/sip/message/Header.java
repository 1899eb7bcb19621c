package dev.carillon.carrier.sip.message;

/**
 * One header field: its name in the one spelling of {@link HeaderName}, and its value as it was written, with
 * nothing in it that could end the line.
 */
public record Header(String name, String value) {

    public Header {
        name = HeaderName.canonical(name);
        value = Octets.stripped(Octets.line(value, name));
        Limits.check(octets(name, value) <= Limits.LINE, "a header is too long");
    }

    /** How long its line is. */
    int octets() {
        return octets(name, value);
    }

    private static int octets(String name, String value) {
        return name.length() + 2 + value.length();
    }

    /** Whether it has this name, in the one spelling; others are compared without case. */
    boolean is(String canonical) {
        return name.equals(canonical) || name.equalsIgnoreCase(canonical);
    }

    /** Its name alone: values are numbers and secrets. */
    @Override
    public String toString() {
        return name;
    }
}
