/**
 * The dial half: who is called next, within every limit, and what follows from what the carriers say. Start
 * at {@code Dialer.step}: it is the only thing with a loop around it. No I/O here: the ledger and the
 * carriers are ports ({@link dev.carillon.dial.DialLedger}, {@link dev.carillon.dial.Carrier},
 * {@link dev.carillon.dial.Trunks}), so that the same code runs on virtual time.
 */
@NullMarked
package dev.carillon.dial;

import org.jspecify.annotations.NullMarked;
