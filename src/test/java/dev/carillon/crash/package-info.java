/**
 * The real server as a process, killed and frozen from outside: start at
 * {@link dev.carillon.crash.CrashTest}. The sandbox's journal is the witness of what was placed; the
 * database, the API and {@code doctor} must agree with it.
 */
@NullMarked
package dev.carillon.crash;

import org.jspecify.annotations.NullMarked;
