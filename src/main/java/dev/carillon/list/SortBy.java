package dev.carillon.list;

/**
 * What the list is sorted by. Ties are broken by the batch's own key, in the same direction; nulls come last
 * in both.
 */
enum SortBy {
    CREATED_AT("created_at", "created_at", Kind.TIME), UPDATED_AT("updated_at", "updated_at", Kind.TIME),
    SCHEDULED_TIMESTAMP("scheduled_timestamp", "scheduled_at", Kind.TIME_OR_NULL),
    NAME("name", "name", Kind.TEXT_OR_NULL), STATUS("status", "status", Kind.TEXT),
    TOTAL_TASK_COUNT("total_task_count", "total", Kind.NUMBER);

    /** What a column holds. */
    enum Kind {
        TIME, TIME_OR_NULL, TEXT, TEXT_OR_NULL, NUMBER
    }

    private final String word;
    private final String column;
    private final Kind kind;

    SortBy(String word, String column, Kind kind) {
        this.word = word;
        this.column = column;
        this.kind = kind;
    }

    String word() {
        return word;
    }

    String column() {
        return column;
    }

    Kind kind() {
        return kind;
    }

    boolean nullable() {
        return kind == Kind.TIME_OR_NULL || kind == Kind.TEXT_OR_NULL;
    }
}
