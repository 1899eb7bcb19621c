/**
 * A batch call over HTTP: created, read, edited, executed, paused, resumed, cancelled, deleted. Start at
 * {@link dev.carillon.batch.BatchRoutes}. A request becomes a checked {@code NewBatch}, {@code Terms} or a
 * refusal before anything is written; every change of a status goes through {@code Action} or
 * {@code StatusAsked}. Deliberately absent: dialling; what is written here is found by the dial half in its
 * next step, and what it means for many rows is written by upkeep.
 */
@NullMarked
package dev.carillon.batch;

import org.jspecify.annotations.NullMarked;
