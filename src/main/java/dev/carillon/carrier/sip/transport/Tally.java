package dev.carillon.carrier.sip.transport;

import java.util.concurrent.atomic.LongAdder;

/** What has happened so far. Thread-safe. */
final class Tally {

    final LongAdder in = new LongAdder();
    final LongAdder out = new LongAdder();
    final LongAdder dropped = new LongAdder();
    final LongAdder malformed = new LongAdder();

    TransportCounts with(int connections) {
        return new TransportCounts(in.sum(), out.sum(), dropped.sum(), malformed.sum(), connections);
    }
}
