package dev.carillon;

import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

import dev.carillon.base.Timeline;
import dev.carillon.db.Database;
import dev.carillon.dial.DialLedger;
import dev.carillon.dial.Lease;
import dev.carillon.dial.Trunks;

/**
 * What may stand between the dialer and its ports. The real program puts nothing there; the tests that take a
 * protection out, to see that its loss is noticed, do.
 */
public record Parts(BiFunction<DialLedger, Database, DialLedger> ledger, UnaryOperator<Trunks> trunks,
        UnaryOperator<Lease> lease, UnaryOperator<Timeline> timeline) {

    /** The ports as they are. */
    public static Parts real() {
        return new Parts((ledger, database) -> ledger, UnaryOperator.identity(), UnaryOperator.identity(),
                UnaryOperator.identity());
    }
}
