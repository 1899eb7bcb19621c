package dev.carillon.list;

/**
 * What the list is sorted by. Ties are broken by the batch's own key, in the same direction; nulls come last
 * in both.
 */
enum SortBy {
    CREATED_AT("created_at", "created_at", false), UPDATED_AT("updated_at", "updated_at", false),
    SCHEDULED_TIMESTAMP(
            "scheduled_timestamp", "scheduled_at", true),
    NAME("name", "name", true), STATUS("status", "status",
            false),
    TOTAL_TASK_COUNT("total_task_count", "total", false);

    private final String word;
    private final String column;
    private final boolean nullable;

    SortBy(String word, String column, boolean nullable) {
        this.word = word;
        this.column = column;
        this.nullable = nullable;
    }

    String word() {
        return word;
    }

    /**
     * The text after ORDER BY: exactly the order of one of the table's indices, so that nothing is sorted.
     */
    String orderBy(SortOrder order) {
        if (order == SortOrder.ASCENDING) {
            return "b." + column + ", b.batch_id";
        }
        return "b." + column + (nullable ? " desc nulls last" : " desc") + ", b.batch_id desc";
    }
}
