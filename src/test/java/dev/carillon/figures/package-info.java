/** Tests of the figures. */
@NullMarked
package dev.carillon.figures;

import org.jspecify.annotations.NullMarked;
