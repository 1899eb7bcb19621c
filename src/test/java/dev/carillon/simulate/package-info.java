/**
 * Tests of the simulator: that the laws hold in its worlds, and that it sees when they are broken on purpose.
 */
@NullMarked
package dev.carillon.simulate;

import org.jspecify.annotations.NullMarked;
