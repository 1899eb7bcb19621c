package dev.carillon.bench.jpa;

import java.time.Instant;
import java.util.UUID;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** A key of an organisation, and the SHA-256 of its secret. */
@Entity
class ApiKey {

    @Id
    private UUID apiKeyId;
    private String organizationId;
    private String key;
    private byte[] secretHash;
    private Instant revokedAt;

    String getOrganizationId() {
        return organizationId;
    }

    byte[] getSecretHash() {
        return secretHash;
    }
}
