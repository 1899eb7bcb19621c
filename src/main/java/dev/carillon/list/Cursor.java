package dev.carillon.list;

import org.jspecify.annotations.Nullable;

/**
 * A place in one order of the list: right after a row.
 *
 * @param value what that row was sorted by, as {@link SortBy.Kind} writes it: a time in microseconds since
 *              1970, a number, or text; or null
 */
record Cursor(Sort sort, @Nullable String value, long batchId) {
}
