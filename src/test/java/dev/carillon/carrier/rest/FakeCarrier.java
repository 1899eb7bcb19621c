package dev.carillon.carrier.rest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A carrier's API of the tests' own: it keeps what it is asked, and answers what it is told to; by itself it
 * takes every call and ends every one that it is asked to end.
 */
public final class FakeCarrier implements AutoCloseable {

    private static final int LONGEST_SECONDS = 20;

    private final HttpServer server;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final Queue<Behaviour> next = new ConcurrentLinkedQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Function<Asked, Behaviour> always = FakeCarrier::usual;

    /** One whole request. */
    public record Asked(String method, String path, String authorization, Map<String, List<String>> form) {

        public String one(String name) {
            return String.join(" ", form.getOrDefault(name, List.of()));
        }
    }

    /** What it does with one request that it has read. */
    public interface Behaviour {

        void answer(Reply reply) throws IOException;
    }

    /** How it may answer. */
    public static final class Reply {

        private final HttpExchange exchange;

        Reply(HttpExchange exchange) {
            this.exchange = exchange;
        }

        public void say(int status, String json) throws IOException {
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }

        /** The connection is cut instead. */
        public void lose() {
            exchange.close();
        }

        /** Nothing is said before that, and then the connection is cut. */
        public void hold(CountDownLatch released) {
            try {
                released.await(LONGEST_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    public FakeCarrier() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.createContext("/", this::serve);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The next request is answered like this. */
    public void next(Behaviour behaviour) {
        next.add(behaviour);
    }

    /** How it answers what no other behaviour was said for. */
    void always(Function<Asked, Behaviour> behaviour) {
        always = behaviour;
    }

    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    CountDownLatch closed() {
        return closed;
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String query = exchange.getRequestURI().getRawQuery();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
                    + (query == null ? "" : query);
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            var request = new Asked(exchange.getRequestMethod(), exchange.getRequestURI().getPath(),
                    authorization == null ? "" : authorization, form(body));
            asked.add(request);
            Behaviour behaviour = next.poll();
            (behaviour == null ? always.apply(request) : behaviour).answer(new Reply(exchange));
        }
    }

    private static Behaviour usual(Asked request) {
        if (!request.one("ParentCallSid").isEmpty()) {
            return reply -> reply.say(200, "{\"calls\": []}");
        }
        if (request.path().endsWith("/Calls.json")) {
            return reply -> reply.say(201, "{\"sid\": \"CA1\", \"status\": \"queued\"}");
        }
        String status = request.one("Status");
        return reply -> reply.say(200,
                "{\"sid\": \"CA1\", \"status\": \"" + (status.isEmpty() ? "in-progress" : status) + "\"}");
    }

    static Map<String, List<String>> form(String body) {
        var form = new TreeMap<String, List<String>>();
        for (String pair : body.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                form.computeIfAbsent(decoded(pair.substring(0, equals)), _ -> new ArrayList<>())
                        .add(decoded(pair.substring(equals + 1)));
            }
        }
        return form;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
