/**
 * SIP messages as values: octets become a {@link dev.carillon.carrier.sip.message.SipMessage}, and that
 * octets again. Start at {@link dev.carillon.carrier.sip.message.SipParser} for a datagram and at
 * {@link dev.carillon.carrier.sip.message.SipStream} for a connection. Whatever arrives, there is one
 * exception, {@link dev.carillon.carrier.sip.message.SipSyntax}; every size is bounded, and time is linear in
 * it. Deliberately absent: sockets, clocks, threads, transactions and dialogs; regular expressions and
 * recursion; any change of a value that was read (ISO-8859-1 keeps each octet).
 */
@NullMarked
package dev.carillon.carrier.sip.message;

import org.jspecify.annotations.NullMarked;
