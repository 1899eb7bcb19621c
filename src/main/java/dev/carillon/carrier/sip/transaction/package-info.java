/**
 * SIP transactions: what RFC 3261 §17 (with RFC 6026) promises between two neighbours over a network that
 * loses, doubles and reorders: a request is told once to the other side's user, its final answer once to this
 * side's. Start at {@link dev.carillon.carrier.sip.transaction.Transactions}; the four machines are tables in
 * {@code Machines}. One owner: all of one {@code Transactions} runs in one serial queue, so nothing here has
 * a lock; calls are spread over several by their Call-ID. Time is {@code Timeline}'s, the network is the port
 * {@link dev.carillon.carrier.sip.transaction.Wire}. Absent on purpose: sockets, dialogs, the 2xx that a
 * server's user sends again until its ACK (RFC 3261 §13.3.1.4), and maddr, which lets a peer aim our answers.
 */
@NullMarked
package dev.carillon.carrier.sip.transaction;

import org.jspecify.annotations.NullMarked;
