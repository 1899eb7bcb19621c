/**
 * Batch calls over real HTTP and PostgreSQL; {@link dev.carillon.batch.ApiHouse} serves other rooms' tests,
 * too.
 */
@NullMarked
package dev.carillon.batch;

import org.jspecify.annotations.NullMarked;
