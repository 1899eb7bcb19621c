package dev.carillon.list;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Rows that follow each other, with the list's total, all of one snapshot.
 *
 * @param next the place after the last row; null: nothing follows
 */
record ListPage(List<BatchRow> rows, long total, Moment moment, @Nullable Cursor next) {

    /** Of a snapshot that was taken by an earlier statement. */
    ListPage of(Moment taken) {
        return new ListPage(rows, total, taken, next);
    }
}
