/**
 * What is written later: the ends of a cancelled batch's tasks, what an edited one had stored by its former
 * rules, what is left of a deleted one, and what has been kept long enough. Start at
 * {@link dev.carillon.upkeep.Upkeep#step}: small steps, one lock a chore, so that any number of nodes may run
 * it. What it writes already reads that way; only what an edit sets free has to wait for it.
 */
@NullMarked
package dev.carillon.upkeep;

import org.jspecify.annotations.NullMarked;
