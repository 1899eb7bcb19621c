/** Tasks over real HTTP and PostgreSQL. */
@NullMarked
package dev.carillon.task;

import org.jspecify.annotations.NullMarked;
