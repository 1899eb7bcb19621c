package dev.carillon.carrier.sip.message;

/** The number of a request within its dialog, and the method. */
public record CSeq(long number, String method) {

    private static final long GREATEST = Integer.MAX_VALUE;
    private static final OctetSet SPACE = OctetSet.of(" \t");

    public CSeq {
        Limits.check(number >= 0 && number <= GREATEST, "CSeq has a number out of range");
        Limits.check(Octets.isToken(method), "CSeq has no method");
        method = Method.of(method);
    }

    public static CSeq parse(String value) {
        var scan = new Scan(value, "CSeq");
        long number = Octets.number(scan.until(SPACE), GREATEST);
        scan.space();
        String method = scan.token();
        Limits.check(scan.atEnd(), "CSeq has more than a number and a method");
        return new CSeq(number, method);
    }

    public String text() {
        return number + " " + method;
    }
}
