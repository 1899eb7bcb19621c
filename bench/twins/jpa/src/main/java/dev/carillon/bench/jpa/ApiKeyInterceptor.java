package dev.carillon.bench.jpa;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;

/** Lets in who has a key and its secret; the key is read for each request. */
@Component
class ApiKeyInterceptor implements HandlerInterceptor {

    static final String ORGANIZATION = "organization";

    private final ApiKeyRepository keys;

    ApiKeyInterceptor(ApiKeyRepository keys) {
        this.keys = keys;
    }

    static class InvalidKeyException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        InvalidKeyException() {
            super("the API key or its secret is not valid");
        }
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        String key = request.getHeader("X-API-KEY");
        String secret = request.getHeader("X-API-SECRET");
        if (key == null || secret == null) {
            throw new InvalidKeyException();
        }
        ApiKey found = keys.findByKeyAndRevokedAtIsNull(key)
                .filter(each -> MessageDigest.isEqual(each.getSecretHash(), sha256(secret)))
                .orElseThrow(InvalidKeyException::new);
        request.setAttribute(ORGANIZATION, found.getOrganizationId());
        return true;
    }

    private static byte[] sha256(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
