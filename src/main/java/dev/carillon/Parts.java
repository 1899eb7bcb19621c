package dev.carillon;

import java.util.function.UnaryOperator;

import dev.carillon.dial.DialLedger;
import dev.carillon.dial.Lease;
import dev.carillon.dial.Trunks;

/**
 * What may stand between the dialer and its ports. The real program puts nothing there; the tests that take a
 * protection out, to see that its loss is noticed, do.
 */
public record Parts(UnaryOperator<DialLedger> ledger, UnaryOperator<Trunks> trunks,
        UnaryOperator<Lease> lease) {

    /** The ports as they are. */
    public static Parts real() {
        return new Parts(UnaryOperator.identity(), UnaryOperator.identity(), UnaryOperator.identity());
    }
}
