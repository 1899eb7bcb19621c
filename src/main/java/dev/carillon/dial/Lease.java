package dev.carillon.dial;

/** This node's right to dial. A node without it opens nothing and places nothing (law: Single dial). */
public interface Lease {

    /** Whether the lease holds now, by the monotonic clock and with time to spare. Never blocks. */
    boolean held();
}
