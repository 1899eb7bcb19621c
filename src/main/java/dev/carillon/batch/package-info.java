/**
 * A batch call over HTTP: created, read, executed, paused, resumed, cancelled. Start at
 * {@link dev.carillon.batch.BatchRoutes}. A request becomes a checked {@code NewBatch} or a refusal before
 * anything is written; every change of a status goes through {@code Action}. Deliberately absent: dialling;
 * what is written here is found by the dial half in its next step.
 */
@NullMarked
package dev.carillon.batch;

import org.jspecify.annotations.NullMarked;
