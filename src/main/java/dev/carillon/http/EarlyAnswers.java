package dev.carillon.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the web server answers by itself, before or beside our routing: in the same envelope as everything
 * else.
 */
final class EarlyAnswers implements DirectHandler {

    private static final Logger LOG = LoggerFactory.getLogger(EarlyAnswers.class);

    private final RequestIds ids;
    private final Observer observer;
    private final Map<Integer, String> errors;

    EarlyAnswers(RequestIds ids, Observer observer, int maxPayloadBytes, int maxHeaderBytes) {
        this.ids = ids;
        this.observer = observer;
        this.errors = Map.of(
                400, "request: is not well-formed HTTP; allowed: HTTP/1.1, one Host, encoded path and query",
                413, "body: is too large; allowed: up to " + maxPayloadBytes + " bytes",
                414,
                "path: is too long; allowed: up to " + HttpServer.MAX_LINE_BYTES + " bytes with the query",
                415, "Content-Encoding: is not read here; allowed: a body as it is, without Content-Encoding",
                431, "headers: are too large; allowed: up to " + maxHeaderBytes + " bytes",
                501, "Transfer-Encoding: is not known; allowed: chunked",
                503, "too many requests at the same time",
                505, "request: is not HTTP/1.1; allowed: HTTP/1.1");
    }

    /** For everything that the web server answers. */
    DirectHandlers handlers() {
        var handlers = DirectHandlers.builder();
        for (EventType type : EventType.values()) {
            handlers.addHandler(type, this);
        }
        return handlers.build();
    }

    @Override
    public TransportResponse handle(TransportRequest request, EventType type, Status status,
            ServerResponseHeaders headers, String message) {
        String id = ids.next();
        int code = status(status.code(), request, message);
        observer.early(code);
        if (code >= 500) {
            warn(id, code);
        }
        Answer answer = answer(id, code);
        headers.set(FrontDoor.REQUEST_ID, id);
        answer.headers().forEach((name, value) -> headers.set(HeaderNames.create(name), value));
        byte[] body = request.method().equals("HEAD")
                ? new byte[0]
                : answer.text().getBytes(StandardCharsets.UTF_8);
        return TransportResponse.builder().status(Status.create(code)).headers(headers).entity(body).build();
    }

    private static void warn(String id, int code) {
        try (var _ = AccessLog.open(id)) {
            LOG.warn("answered {} before routing", code);
        }
    }

    /** Helidon calls these two a bad request, as it does everything that it could not parse. */
    private static int status(int status, TransportRequest request, @Nullable String message) {
        if (status == 400 && request.headers().contains(HeaderNames.CONTENT_ENCODING)) {
            return 415;
        }
        return status == 400 && "Header size exceeded".equals(message) ? 431 : status;
    }

    /** An answer to what never reached an endpoint. */
    Answer answer(String id, int status) {
        if (status == 500) {
            return Envelope.unexpected(id);
        }
        return Envelope.error(status, errors.getOrDefault(status, "the request cannot be answered"));
    }
}
