package dev.carillon.list;

import org.jspecify.annotations.Nullable;

/**
 * What is asked of the list, checked and in one form, so that equal questions are equal.
 *
 * @param filter null: no filter can be asked for, and none is shown
 */
record ListQuery(Slice slice, Sort sort, Mode mode, @Nullable Filter filter) {

    static final int DEFAULT_LIMIT = 20;
    static final int LARGEST_LIMIT = 100;

    /** So many rows are stepped over within the time in which figures are fresh. */
    private static final long NEAR = 2_000;

    boolean filtered() {
        return filter != null && !filter.equals(Filter.NONE);
    }

    /** Whether it takes time to find out which rows are meant. */
    boolean takesSearch() {
        return filtered() || (slice instanceof Slice.Page page && page.offset() > NEAR);
    }
}
