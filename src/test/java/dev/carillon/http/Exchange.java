package dev.carillon.http;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Flow;

/** One request and its answer, as they went over the wire. */
public record Exchange(Asked asked, Told told) {

    /**
     * A request.
     *
     * @param target path and query, as they came
     */
    public record Asked(String method, String target, Map<String, List<String>> headers, String body) {

        String path() {
            int query = target.indexOf('?');
            return query < 0 ? target : target.substring(0, query);
        }

        String query() {
            int query = target.indexOf('?');
            return query < 0 ? "" : target.substring(query + 1);
        }
    }

    /** An answer. */
    public record Told(int status, Map<String, List<String>> headers, String body) {
    }

    /** What a client of the JDK sent and got. */
    public static Exchange of(HttpRequest request, HttpResponse<String> response) {
        String query = request.uri().getRawQuery();
        String target = request.uri().getRawPath() + (query == null ? "" : "?" + query);
        return new Exchange(
                new Asked(request.method(), target, request.headers().map(), body(request)),
                new Told(response.statusCode(), response.headers().map(), response.body()));
    }

    /** A header's only value. */
    static Optional<String> header(Map<String, List<String>> headers, String name) {
        return headers.entrySet().stream().filter(h -> h.getKey().equalsIgnoreCase(name))
                .flatMap(h -> h.getValue().stream()).findFirst();
    }

    private static String body(HttpRequest request) {
        var bytes = new ByteArrayOutputStream();
        request.bodyPublisher().ifPresent(publisher -> publisher.subscribe(new Collected(bytes)));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** The publishers of our tests have all bytes at hand and give them while they are asked. */
    private record Collected(ByteArrayOutputStream bytes) implements Flow.Subscriber<ByteBuffer> {

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(ByteBuffer part) {
            while (part.hasRemaining()) {
                bytes.write(part.get());
            }
        }

        @Override
        public void onError(Throwable e) {
            throw new IllegalStateException(e);
        }

        @Override
        public void onComplete() {
            // All of it has been written.
        }
    }
}
