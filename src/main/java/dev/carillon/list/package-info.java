/**
 * The list of batch calls, {@code /batch-call/list}: {@link dev.carillon.list.ListEndpoint}. It owns the row
 * that everything about a batch call shows ({@link dev.carillon.list.BatchRow}). Each mode has its source:
 * {@code FreshPages}, {@code RecountedPages}, {@code KeptPages}, and {@code WholeLists} for an answer without
 * a limit; docs/modes.md says what each promises. A page is one statement, so its rows and their figures are
 * of one snapshot. Deliberately absent: any write.
 */
@NullMarked
package dev.carillon.list;

import org.jspecify.annotations.NullMarked;
