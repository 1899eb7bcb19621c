/**
 * The command line's tests: what people see and what exit codes say. Whole servers as processes are in
 * {@code crash}.
 */
@NullMarked
package dev.carillon.cli;

import org.jspecify.annotations.NullMarked;
