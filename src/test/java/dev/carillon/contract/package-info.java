/**
 * The contract over real HTTP on the whole server, as an operator starts it, with PostgreSQL: the document's
 * example and every row of its tables, what bad input gets, a fuzzer, and the file that describes it all.
 */
@NullMarked
package dev.carillon.contract;

import org.jspecify.annotations.NullMarked;
