/**
 * The operator's SIP trunks, and agents that have a SIP address: phones ring. Start at
 * {@link dev.carillon.carrier.sip.SipCarrier}. Its rooms, from below: {@code message} (octets to messages and
 * back), {@code transaction} (one request and its answer), {@code transport} (sockets), {@code dialog} (one
 * side of a call), {@code call} (two sides joined), {@code peer} (what settings say). Absent on purpose:
 * audio, which flows between trunk and agent; calls that come in; registration.
 */
@NullMarked
package dev.carillon.carrier.sip;

import org.jspecify.annotations.NullMarked;
