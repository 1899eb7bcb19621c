package dev.carillon.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** {@code GET /openapi.yaml}: what this server understands, in OpenAPI 3.1; for anybody, without a key. */
public final class Description {

    private static final String FILE = "/openapi.yaml";

    private Description() {
    }

    public static Route route() {
        Answer answer = Answer.plain("application/yaml", text());
        return Route.open("GET", FILE, _ -> answer);
    }

    private static String text() {
        try (InputStream in = Objects.requireNonNull(Description.class.getResourceAsStream(FILE))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
