/**
 * What every ledger must keep ({@code LedgerContract}), and what only one over PostgreSQL can show: plans,
 * cuts of the connection, several nodes at once.
 */
@NullMarked
package dev.carillon.ledger;

import org.jspecify.annotations.NullMarked;
