package dev.carillon.list;

/** A total order of the list. */
record Sort(SortBy by, SortOrder order) {

    /**
     * The text after ORDER BY: exactly the order of one of the table's indices, so that nothing is sorted.
     */
    String orderBy() {
        String column = "b." + by.column();
        if (order == SortOrder.ASCENDING) {
            return column + ", b.batch_id";
        }
        return column + (by.nullable() ? " desc nulls last" : " desc") + ", b.batch_id desc";
    }

    /** The same order from its end. */
    String backwards() {
        String column = "b." + by.column();
        if (order == SortOrder.ASCENDING) {
            return column + " desc, b.batch_id desc";
        }
        return column + (by.nullable() ? " nulls first" : "") + ", b.batch_id";
    }

    /** How a row that comes later compares with one that came before. */
    String past() {
        return order == SortOrder.ASCENDING ? ">" : "<";
    }
}
