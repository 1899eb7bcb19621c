package dev.carillon.carrier.sip.message;

/**
 * One header field: its name in the one spelling of {@link HeaderName}, and its value as it was written, with
 * nothing in it that could end the line.
 */
public record Header(String name, String value) {

    public Header {
        name = HeaderName.canonical(name);
        value = Octets.stripped(Octets.line(value, name));
        Limits.check(name.length() + 2 + value.length() <= Limits.LINE, "a header is too long");
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
