/** The chores on a real database. */
@NullMarked
package dev.carillon.upkeep;

import org.jspecify.annotations.NullMarked;
