/** What every carrier is held to, whichever it is. */
@NullMarked
package dev.carillon.carrier;

import org.jspecify.annotations.NullMarked;
