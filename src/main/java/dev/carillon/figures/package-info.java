/**
 * Figures of calls by their standard names and formulas (docs/figures.md). Start at
 * {@link dev.carillon.figures.FigureRoutes}. They are counted from the attempts when they are asked for, in
 * one statement and so of one moment. Deliberately absent: counters of their own; what cannot be counted in
 * time is refused.
 */
@NullMarked
package dev.carillon.figures;

import org.jspecify.annotations.NullMarked;
