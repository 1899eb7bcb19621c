package dev.carillon.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import io.helidon.webserver.ErrorHandling;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import org.jspecify.annotations.Nullable;

import dev.carillon.base.Refusal;

/**
 * A web server that answers its routes, each request on a virtual thread of its own. Bounded in what it
 * takes: connections, requests at a time, headers, bodies, idle time. Closing it stops in order: no new
 * connection, then the requests that run may end within the grace.
 */
public final class HttpServer implements AutoCloseable {

    static final int MAX_LINE_BYTES = 8 * 1024;

    private static final int MAX_HEADER_BYTES = 16 * 1024;
    private static final int MAX_PAYLOAD_BYTES = 16 * 1024 * 1024;
    private static final int MAX_CONNECTIONS = 4096;
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final Duration IDLE_CHECK = Duration.ofSeconds(10);

    private final WebServer server;
    private final List<Route> routes;

    private HttpServer(WebServer server, List<Route> routes) {
        this.server = server;
        this.routes = List.copyOf(routes);
    }

    /**
     * Where and how to serve.
     *
     * @param port        0: any that is free
     * @param maxRequests how many run at the same time; one more is 503
     * @param grace       how long a stop waits for requests that run
     * @param slow        a request that takes longer is logged as a warning
     */
    public record Settings(String host, int port, int maxRequests, Duration grace, Duration slow) {

        /** With the usual idea of what is slow. */
        public Settings(String host, int port, int maxRequests, Duration grace) {
            this(host, port, maxRequests, grace, Duration.ofSeconds(1));
        }
    }

    /**
     * What is served.
     *
     * @param translator tells which exceptions of other rooms are no defect but a refusal (the database is
     *                   away)
     * @param limit      what each key may ask
     */
    public record House(List<Route> routes, Authenticator authenticator,
            Function<RuntimeException, Optional<Refusal>> translator, Observer observer, RateLimit limit) {

        /** The same with nobody who watches, and no limit for keys. */
        public House(List<Route> routes, Authenticator authenticator,
                Function<RuntimeException, Optional<Refusal>> translator) {
            this(routes, authenticator, translator, Observer.none(), RateLimit.none());
        }

        /** The same, watched. */
        public House watchedBy(Observer by) {
            return new House(routes, authenticator, translator, by, limit);
        }

        /** The same with another limit for keys. */
        public House limitedBy(RateLimit by) {
            return new House(routes, authenticator, translator, observer, by);
        }
    }

    /**
     * Whether a server could listen there, asked before anything is made for it.
     *
     * @throws IOException when not: the address is in use, or not this machine's, or not allowed
     */
    public static void tryPort(String host, int port) throws IOException {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
        }
    }

    /**
     * All that can be made before there is a house: it takes as long as everything else of it.
     *
     * @param observer the house's
     */
    public static Closed build(Settings settings, Observer observer) {
        var ids = new RequestIds();
        var early = new EarlyAnswers(ids, observer, MAX_PAYLOAD_BYTES, MAX_HEADER_BYTES);
        var doors = new AtomicReference<@Nullable FrontDoor>();
        WebServer server = WebServer.builder()
                .host(settings.host()).port(settings.port())
                .shutdownHook(false).shutdownGracePeriod(settings.grace())
                .maxPayloadSize(MAX_PAYLOAD_BYTES)
                .maxConcurrentRequests(settings.maxRequests()).maxTcpConnections(MAX_CONNECTIONS)
                .idleConnectionTimeout(IDLE).idleConnectionPeriod(IDLE_CHECK)
                .protocolsDiscoverServices(false).addProtocol(http1())
                .featuresDiscoverServices(false)
                .directHandlers(early.handlers())
                .errorHandling((ErrorHandling.Builder e) -> e.includeEntity(true))
                .routing((HttpRouting.Builder routing) -> routing
                        .any((request, response) -> opened(doors).handle(request, response)))
                .build();
        return house -> {
            doors.set(new FrontDoor(house, ids, early, new AccessLog(settings.slow())));
            server.start();
            if (!server.isRunning()) {
                // It has said so in the log, and nowhere else.
                throw new IllegalStateException(
                        "nothing could listen at " + settings.host() + ":" + settings.port());
            }
            return new HttpServer(server, house.routes());
        };
    }

    private static FrontDoor opened(AtomicReference<@Nullable FrontDoor> doors) {
        return Objects.requireNonNull(doors.get(), "nothing listens before there is a door");
    }

    /** A server that does not listen yet. */
    public interface Closed {

        /** Binds and serves, once; a port that is taken throws. */
        HttpServer open(House house);
    }

    /** What is served. */
    public List<Route> routes() {
        return routes;
    }

    /** The port that is bound. */
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }

    private static Http1Config http1() {
        return Http1Config.builder().maxPrologueLength(MAX_LINE_BYTES).maxHeadersSize(MAX_HEADER_BYTES)
                .sendKeepAliveHeader(false).build();
    }
}
