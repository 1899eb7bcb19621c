package dev.carillon.bench.jpa;

import org.springframework.data.domain.Page;

record PaginationDto(int page, int limit, long totalCount, int totalPages, boolean hasNextPage,
        boolean hasPreviousPage) {

    static PaginationDto of(Page<?> page) {
        return new PaginationDto(page.getNumber(), page.getSize(), page.getTotalElements(),
                page.getTotalPages(), page.hasNext(), page.hasPrevious());
    }
}
