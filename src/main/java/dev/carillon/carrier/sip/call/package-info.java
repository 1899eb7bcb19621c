/**
 * Calls as third-party call control makes them (RFC 3725): a leg to the trunk, a leg to the agent, joined so
 * that audio flows between those two. Start at {@link dev.carillon.carrier.sip.call.SipCall}; {@code Result}
 * is the table from SIP's answers to outcomes. Absent on purpose: media, sockets, the ledger.
 */
@NullMarked
package dev.carillon.carrier.sip.call;

import org.jspecify.annotations.NullMarked;
