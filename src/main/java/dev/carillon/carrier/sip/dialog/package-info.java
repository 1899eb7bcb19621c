/**
 * One side of a call as SIP has it: the dialog that an INVITE of ours makes, from its first answer to its BYE
 * (RFC 3261 §12 to §15, RFC 3311, RFC 4028). Start at {@link dev.carillon.carrier.sip.dialog.Leg};
 * {@link dev.carillon.carrier.sip.dialog.Legs} finds the one that a request is for. All legs of one
 * {@code Legs} live in one owner's queue, so nothing here has a lock. Absent on purpose: calls that come in,
 * for Carillon only makes them; registration; reliable provisional answers, which nobody may send who was not
 * offered them; what two legs have to do with each other, which is {@code carrier.sip.call}'s.
 */
@NullMarked
package dev.carillon.carrier.sip.dialog;

import org.jspecify.annotations.NullMarked;
