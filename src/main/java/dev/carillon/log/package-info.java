/**
 * How the log is written: one line an event, for people or as JSON, each with the id of its request. Start at
 * {@link dev.carillon.log.LogSetup}. Whoever logs keeps secrets and phone numbers out of it; the layouts here
 * are the net below: what looks like a number or a secret is masked in whatever libraries say as well.
 */
@NullMarked
package dev.carillon.log;

import org.jspecify.annotations.NullMarked;
