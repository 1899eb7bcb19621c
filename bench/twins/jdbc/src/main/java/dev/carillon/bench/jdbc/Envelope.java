package dev.carillon.bench.jdbc;

import java.util.List;

/** What every answer is. */
record Envelope(String message, String status, String error, BatchList data) {

    static Envelope success(BatchList data) {
        return new Envelope("Batch calls retrieved successfully with real-time metrics", "success", null,
                data);
    }

    static Envelope error(String message, String error) {
        return new Envelope(message, "error", error, null);
    }

    record BatchList(String organizationId, List<BatchRow> batchCalls, Pagination pagination,
            int returnedCount, String sortOrder, String sortBy, long metricsAsOf, String nextCursor) {
    }

    record Pagination(int page, int limit, long totalCount, long totalPages, boolean hasNextPage,
            boolean hasPreviousPage) {

        static Pagination of(int page, int limit, long total) {
            long pages = Math.ceilDiv(total, (long) limit);
            return new Pagination(page, limit, total, pages, page + 1L < pages, page > 0);
        }
    }
}
