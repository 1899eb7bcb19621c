/**
 * SIP over the network: UDP, TCP and TLS behind the port {@link dev.carillon.carrier.sip.transaction.Wire},
 * and where a peer is reached by the DNS. Start at {@link dev.carillon.carrier.sip.transport.SipTransport}.
 * Nobody who sends waits for anybody: names are resolved, connections made and TLS peers greeted on threads
 * of their own, each bounded in time; only who is allowed, or was asked by us, is heard, and that is looked
 * at before anything is parsed. Absent on purpose: ICMP errors over UDP (the one socket that all peers share
 * is not told them), reuse of connections that others made for requests of ours (RFC 5923 wants both sides'
 * certificates for that), SIP's own name matching (RFC 5922's URIs and its ban on wildcards: HTTPS's is what
 * authorities issue for), NAPTR.
 */
@NullMarked
package dev.carillon.carrier.sip.transport;

import org.jspecify.annotations.NullMarked;
