/**
 * Real software at the other end of SIP, on loopback: SIPp as carrier and as agent, baresip as agent,
 * Kamailio between, tshark as witness. {@link dev.carillon.carrier.sip.peers.Needs} skips a test whose
 * programs are not there. What SIPp plays stands in {@code src/test/resources/sipp};
 * {@link dev.carillon.carrier.sip.peers.CarrierScenarios} lists the calls, and what must come of each.
 */
@NullMarked
package dev.carillon.carrier.sip.peers;

import org.jspecify.annotations.NullMarked;
