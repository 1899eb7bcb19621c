/**
 * Who is spoken to by SIP: what the settings of a trunk and of an agent say, read once and refused where they
 * are wrong. Start at {@link dev.carillon.carrier.sip.peer.SipTrunk#parse} and
 * {@link dev.carillon.carrier.sip.peer.SipAgent#parse}; the directory checks by them what a client sends, and
 * the carrier reads by them what was kept. Pure: no name is resolved here, and no secret is seen.
 */
@NullMarked
package dev.carillon.carrier.sip.peer;

import org.jspecify.annotations.NullMarked;
