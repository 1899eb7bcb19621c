package dev.carillon.bench.jpa;

import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.repository.EntityGraph;
import org.springframework.data.jpa.repository.JpaRepository;

interface BatchCallRepository extends JpaRepository<BatchCall, Long> {

    /** With the graph it is one join; without it each row's progress would be a query of its own. */
    @EntityGraph(attributePaths = "progress")
    Page<BatchCall> findByOrganizationId(String organizationId, Pageable pageable);
}
