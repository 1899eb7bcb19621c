package dev.carillon.http;

/** Who asks: the organisation follows from the key, no request names one. */
public record Caller(String organizationId, Scope scope) {
}
