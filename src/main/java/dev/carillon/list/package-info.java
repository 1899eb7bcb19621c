/**
 * The list of batch calls, {@code GET /batch-call/list}: {@link dev.carillon.list.ListEndpoint}. It owns the
 * row that everything about a batch call shows ({@link dev.carillon.list.BatchRow}). A page is one statement,
 * so its rows, their figures and the total are of one snapshot. Deliberately absent: a cache, a count, and
 * any write.
 */
@NullMarked
package dev.carillon.list;

import org.jspecify.annotations.NullMarked;
