package dev.carillon.simulate;

import dev.carillon.base.Timeline;
import dev.carillon.dial.Carrier;
import dev.carillon.dial.DialLedger;
import dev.carillon.dial.Lease;

/**
 * What a node's dialer is given, as it comes. Tests put something broken in its place, to see that the laws
 * notice.
 */
interface Fittings {

    Fittings AS_THEY_ARE = new Fittings() {
    };

    default Store store() {
        return new MemoryStore();
    }

    default DialLedger ledger(DialLedger ledger) {
        return ledger;
    }

    default Lease lease(Lease lease) {
        return lease;
    }

    default Timeline timeline(Timeline timeline) {
        return timeline;
    }

    default Carrier carrier(Carrier carrier) {
        return carrier;
    }
}
