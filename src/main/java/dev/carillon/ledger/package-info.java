/**
 * Where the facts of dialling are kept: claim and open, record, take over, each as whole transactions over
 * PostgreSQL. Start at {@link dev.carillon.ledger.PostgresLedger}; {@link dev.carillon.ledger.NodeLease} is a
 * node's right to use it. Rows that exist are locked in one order: attempt, task, {@code on_line}'s that go,
 * {@code batch_progress} and then {@code batch_call} by id, {@code usage} by scope, organisation and id,
 * {@code on_line}'s new ones (a claim never waits for one that goes: it sees the number as busy); new rows of
 * {@code do_not_call} come before them all. Absent on purpose: rules (they are {@code call}'s and
 * {@code dial}'s), rows of the API half, and the database's clock (times are handed in).
 */
@NullMarked
package dev.carillon.ledger;

import org.jspecify.annotations.NullMarked;
