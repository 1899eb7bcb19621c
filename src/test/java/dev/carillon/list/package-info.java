/** The list over real HTTP on real PostgreSQL. */
@NullMarked
package dev.carillon.list;

import org.jspecify.annotations.NullMarked;
