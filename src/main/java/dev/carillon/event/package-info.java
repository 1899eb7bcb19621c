/**
 * What happened, as rows: {@link dev.carillon.event.EventSql#append} writes an
 * {@link dev.carillon.event.Event} in the transaction of the fact it tells, so nothing is told that was not
 * committed. Readers go in the order (xid, event_id). Deliberately absent: listeners in memory, and an event
 * for every ring.
 */
@NullMarked
package dev.carillon.event;

import org.jspecify.annotations.NullMarked;
