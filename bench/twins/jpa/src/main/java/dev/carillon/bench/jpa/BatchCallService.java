package dev.carillon.bench.jpa;

import java.util.Map;

import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
class BatchCallService {

    private static final Map<String, String> PROPERTIES = Map.of(
            "created_at", "createdAt", "updated_at", "updatedAt", "scheduled_timestamp", "scheduledAt",
            "name", "name", "status", "status", "total_task_count", "total");
    private static final Map<String, Sort.Direction> DIRECTIONS =
            Map.of("ascending", Sort.Direction.ASC, "descending", Sort.Direction.DESC);

    private final BatchCallRepository batches;

    BatchCallService(BatchCallRepository batches) {
        this.batches = batches;
    }

    @Transactional(readOnly = true)
    public BatchCallListDto list(String organizationId, PageRequest asked, String sortBy, String sortOrder) {
        String property = PROPERTIES.get(sortBy);
        Sort.Direction direction = DIRECTIONS.get(sortOrder);
        if (property == null || direction == null) {
            throw new IllegalArgumentException("sort_by or sort_order is not known");
        }
        Sort sort = Sort.by(order(direction, property), new Sort.Order(direction, "batchId"));
        Page<BatchCall> page = batches.findByOrganizationId(organizationId, asked.withSort(sort));
        var rows = page.getContent().stream().map(BatchCallDto::of).toList();
        return new BatchCallListDto(organizationId, rows, PaginationDto.of(page), rows.size(), sortOrder,
                sortBy, System.currentTimeMillis(), null);
    }

    private static Sort.Order order(Sort.Direction direction, String property) {
        var order = new Sort.Order(direction, property);
        boolean nullable = property.equals("name") || property.equals("scheduledAt");
        return nullable ? order.nullsLast() : order;
    }
}
