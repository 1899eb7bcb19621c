/**
 * The ground floor: the clock, chance, identifiers, and how a thing is refused. It imports nothing of
 * Carillon, and it is the only place that reads a clock, sleeps or draws at random ({@code ArchitectureTest}
 * holds it).
 */
@NullMarked
package dev.carillon.base;

import org.jspecify.annotations.NullMarked;
