package dev.carillon.list;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Rows that follow each other, with the list's total, all of one snapshot.
 *
 * @param next the place after the last row; null: nothing follows
 * @param mark the same for what shows the same, and nearly always another for anything else; null: there is
 *             none
 */
record ListPage(List<BatchRow> rows, long total, Moment moment, @Nullable Cursor next, @Nullable Long mark) {

    /** Of a snapshot that was taken by an earlier statement. */
    ListPage of(Moment taken) {
        return new ListPage(rows, total, taken, next, mark);
    }
}
