package dev.carillon.bench.jpa;

import org.springframework.data.domain.PageRequest;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/batch-call")
class BatchCallController {

    private static final String MESSAGE = "Batch calls retrieved successfully with real-time metrics";
    private static final int LARGEST_LIMIT = 100;

    private final BatchCallService service;

    BatchCallController(BatchCallService service) {
        this.service = service;
    }

    @GetMapping("/list")
    ApiResponse<BatchCallListDto> list(
            @RequestAttribute(ApiKeyInterceptor.ORGANIZATION) String organizationId,
            @RequestParam(defaultValue = "0") int page, @RequestParam(defaultValue = "20") int limit,
            @RequestParam(name = "sort_by", defaultValue = "updated_at") String sortBy,
            @RequestParam(name = "sort_order", defaultValue = "descending") String sortOrder) {
        if (limit > LARGEST_LIMIT) {
            throw new IllegalArgumentException("limit is out of range");
        }
        return ApiResponse.success(MESSAGE,
                service.list(organizationId, PageRequest.of(page, limit), sortBy, sortOrder));
    }

    @ExceptionHandler
    @ResponseStatus(HttpStatus.UNAUTHORIZED)
    ApiResponse<Void> invalidKey(ApiKeyInterceptor.InvalidKeyException e) {
        return ApiResponse.error("Authentication failed", e.getMessage());
    }

    @ExceptionHandler
    @ResponseStatus(HttpStatus.BAD_REQUEST)
    ApiResponse<Void> invalid(IllegalArgumentException e) {
        return ApiResponse.error("Validation error", e.getMessage());
    }
}
