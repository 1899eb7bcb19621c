/**
 * What an operator sets: one tree, {@link dev.carillon.config.Settings}, of which the file, the environment,
 * the flags, the help and docs/configuration.md all follow; and {@link dev.carillon.config.Config}, the
 * values of one start. Nothing here is ever read a second time, and no text of it shows a secret.
 */
@NullMarked
package dev.carillon.config;

import org.jspecify.annotations.NullMarked;
