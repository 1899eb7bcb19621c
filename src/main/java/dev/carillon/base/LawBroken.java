package dev.carillon.base;

/** A law of Carillon does not hold: a defect, never a client's fault. The operation ends and is logged. */
public final class LawBroken extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    /** @param law the law's name as in docs/architecture.md: {@code "Single dial"} */
    public LawBroken(String law, String what) {
        super(law + ": " + what);
    }
}
