/**
 * The nouns of batch calling and their rules, pure: what a state may become, who may be dialled now, when to
 * try again. Start at {@link dev.carillon.call.Admission}. No clock, no I/O, no thread: every rule takes the
 * time as a parameter.
 */
@NullMarked
package dev.carillon.call;

import org.jspecify.annotations.NullMarked;
