package dev.carillon.bench.jdbc;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The endpoint. */
@RestController
class ListController {

    private static final int LARGEST_LIMIT = 100;

    private final ListSql pages;
    private final Cursors cursors;

    ListController(ListSql pages, Cursors cursors) {
        this.pages = pages;
        this.cursors = cursors;
    }

    @GetMapping("/batch-call/list")
    ResponseEntity<Envelope> list(@RequestAttribute(Keys.ORGANIZATION) String organization,
            @RequestParam(defaultValue = "0") int page, @RequestParam(defaultValue = "20") int limit,
            @RequestParam(name = "sort_by", defaultValue = "updated_at") String sortBy,
            @RequestParam(name = "sort_order", defaultValue = "descending") String sortOrder) {
        if (page < 0 || limit < 1 || limit > LARGEST_LIMIT) {
            throw new IllegalArgumentException("page or limit is out of range");
        }
        Sort sort = Sort.of(sortBy, sortOrder);
        ListSql.Page found = pages.page(organization, sort, limit, (long) page * limit);
        var pagination = Envelope.Pagination.of(page, limit, found.total());
        long asOf = found.asOf().toEpochMilli();
        var data = new Envelope.BatchList(organization, found.rows(), pagination, found.rows().size(),
                Sort.word(sort.order()), Sort.word(sort.by()), asOf,
                pagination.hasNextPage() ? cursors.write(found.last()) : null);
        return ResponseEntity.ok().header("X-Metrics-As-Of", Long.toString(asOf))
                .body(Envelope.success(data));
    }

    @ExceptionHandler
    @ResponseStatus(HttpStatus.UNAUTHORIZED)
    Envelope unknown(Keys.Unknown e) {
        return Envelope.error("Authentication failed", e.getMessage());
    }

    @ExceptionHandler
    @ResponseStatus(HttpStatus.BAD_REQUEST)
    Envelope invalid(IllegalArgumentException e) {
        return Envelope.error("Validation error", e.getMessage());
    }
}
