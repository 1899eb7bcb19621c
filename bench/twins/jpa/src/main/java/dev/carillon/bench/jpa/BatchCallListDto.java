package dev.carillon.bench.jpa;

import java.util.List;

/** Without cursors there is never a next one. */
record BatchCallListDto(String organizationId, List<BatchCallDto> batchCalls, PaginationDto pagination,
        int returnedCount, String sortOrder, String sortBy, long metricsAsOf, String nextCursor) {
}
