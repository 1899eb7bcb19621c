/**
 * The command line: one class a command, each a thin shell around what {@code Wiring} builds or around the
 * HTTP API. Start at {@link dev.carillon.cli.CarillonCommand}. No rule of batch calling lives here; a command
 * reads its options, shows what it is told, and ends with an exit code that a script can use.
 */
@NullMarked
package dev.carillon.cli;

import org.jspecify.annotations.NullMarked;
