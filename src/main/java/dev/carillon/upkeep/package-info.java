/**
 * What is written later: the ends of a cancelled batch's tasks, and what has been kept long enough. Start at
 * {@link dev.carillon.upkeep.Upkeep#step}: small steps, one lock a chore, so that any number of nodes may run
 * it. Nothing waits for it: what it writes already reads that way.
 */
@NullMarked
package dev.carillon.upkeep;

import org.jspecify.annotations.NullMarked;
