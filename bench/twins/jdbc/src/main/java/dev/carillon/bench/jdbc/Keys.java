package dev.carillon.bench.jdbc;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;

/** Lets in who has a key and its secret. Keys are kept as long as Carillon keeps them (KeyAuthenticator). */
@Component
class Keys implements HandlerInterceptor {

    /** The attribute of a request that says whose it is. */
    static final String ORGANIZATION = "organization";

    private static final String FIND =
            "select organization_id, secret_hash from api_key where key = ? and revoked_at is null";
    private static final RowMapper<Known> KNOWN = (row, _) -> new Known(row.getString(1), row.getBytes(2));

    private final LoadingCache<String, Known> known;

    Keys(JdbcTemplate jdbc) {
        this.known = Caffeine.newBuilder().maximumSize(10_000).refreshAfterWrite(Duration.ofMillis(400))
                .expireAfterWrite(Duration.ofMillis(900))
                .build(key -> jdbc.query(FIND, KNOWN, key).stream().findFirst().orElse(null));
    }

    private record Known(String organization, byte[] hash) {
    }

    /** Neither the key nor its secret is told apart. */
    static final class Unknown extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Unknown() {
            super("the API key or its secret is not valid", null, false, false);
        }
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        String key = request.getHeader("X-API-KEY");
        String secret = request.getHeader("X-API-SECRET");
        Known found = key == null || secret == null ? null : known.get(key);
        if (found == null || !MessageDigest.isEqual(found.hash(), sha256(secret))) {
            throw new Unknown();
        }
        request.setAttribute(ORGANIZATION, found.organization());
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
