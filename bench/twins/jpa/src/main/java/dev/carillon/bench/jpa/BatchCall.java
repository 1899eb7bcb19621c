package dev.carillon.bench.jpa;

import java.time.Instant;
import java.util.UUID;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.OneToOne;

/** What people define of a batch call. */
@Entity
class BatchCall {

    @Id
    private Long batchId;
    private UUID publicId;
    private String organizationId;
    private String name;
    private String fromNumber;
    private String agentId;
    private String status;
    private int total;
    private Instant scheduledAt;
    private Instant createdAt;
    private Instant updatedAt;
    @OneToOne(mappedBy = "batchCall", fetch = FetchType.LAZY, optional = false)
    private BatchProgress progress;

    UUID getPublicId() {
        return publicId;
    }

    String getOrganizationId() {
        return organizationId;
    }

    String getName() {
        return name;
    }

    String getFromNumber() {
        return fromNumber;
    }

    String getAgentId() {
        return agentId;
    }

    String getStatus() {
        return status;
    }

    Instant getScheduledAt() {
        return scheduledAt;
    }

    BatchProgress getProgress() {
        return progress;
    }
}
