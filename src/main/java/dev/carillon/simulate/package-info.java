/**
 * The simulator: a seed gives a world of nodes, batches, carriers, operators and faults; the real decision
 * code runs in it on virtual time, and every law is checked after every step. Start at
 * {@link dev.carillon.simulate.Simulation}. {@link dev.carillon.simulate.MemoryLedger} keeps what PostgreSQL
 * would keep. No clock, no thread, no chance but the seed's: the same seed gives the same trace. How to use
 * it: docs/simulator.md.
 */
@NullMarked
package dev.carillon.simulate;

import org.jspecify.annotations.NullMarked;
