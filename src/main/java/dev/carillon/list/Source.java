package dev.carillon.list;

/** Where the figures of a page come from. */
enum Source {
    /** The counters that are kept. */
    KEPT(BatchRowSql.COLUMNS, ""),
    /** The seals of batches that have ended, and nothing else: a page with another batch has no answer. */
    SEALED(BatchRowSql.SEALED_COLUMNS, BatchRowSql.SEAL),
    /** The seals, and for the others a recount of their tasks. */
    RECOUNTED(BatchRowSql.RECOUNTED_COLUMNS, BatchRowSql.RECOUNT);

    private final String columns;
    private final String joins;

    Source(String columns, String joins) {
        this.columns = columns;
        this.joins = joins;
    }

    /** The columns of a {@link BatchRow}. */
    String columns() {
        return columns;
    }

    /** What the columns need beside batch_call as b and batch_progress as p. */
    String joins() {
        return joins;
    }
}
