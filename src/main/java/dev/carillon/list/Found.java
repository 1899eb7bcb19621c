package dev.carillon.list;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a search has found: the rows of a page, which are then read by their keys.
 *
 * @param total how many rows there are behind the whole question
 * @param next  the place after the last row; null: nothing follows
 */
record Found(long total, List<Long> batchIds, @Nullable Cursor next) {
}
