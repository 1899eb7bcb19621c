package dev.carillon.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.http.RequestException;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.carillon.base.Refusal;
import dev.carillon.base.Stopwatch;

/**
 * The way of every request: route, key, scope, endpoint, envelope. The loop around it is the web server's.
 */
final class FrontDoor implements Handler {

    static final HeaderName REQUEST_ID = HeaderNames.create("X-Request-Id");

    private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);
    private static final String CONNECTION = "Connection";
    private static final HeaderName KEY = HeaderNames.create("X-API-KEY");
    private static final HeaderName SECRET = HeaderNames.create("X-API-SECRET");
    private static final String BEARER = "Bearer ";

    private final Routes routes;
    private final Authenticator authenticator;
    private final Function<RuntimeException, Optional<Refusal>> translator;
    private final RequestIds ids;
    private final EarlyAnswers early;
    private final AccessLog log;
    private final Observer observer;
    private final RateLimit limit;
    private final LargeBodies largeBodies = new LargeBodies();

    FrontDoor(HttpServer.House house, RequestIds ids, EarlyAnswers early, AccessLog log) {
        this.routes = new Routes(house.routes());
        this.authenticator = house.authenticator();
        this.translator = house.translator();
        this.ids = ids;
        this.early = early;
        this.log = log;
        this.observer = house.observer();
        this.limit = house.limit();
    }

    /** What cannot be read leaves a connection on which the next request cannot be found. */
    private static final class Unreadable extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final int status;

        Unreadable(int status, Throwable cause) {
            super(cause);
            this.status = status;
        }
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        String id = ids.next();
        boolean last;
        try (var _ = AccessLog.open(id)) {
            last = answered(request, response, id);
        }
        if (last) {
            // Helidon says "Connection: close" and then waits for the client to do it.
            throw new CloseConnectionException("the last request on this connection");
        }
    }

    /** Answers and tells of it; true when this was the last request on its connection. */
    private boolean answered(ServerRequest request, ServerResponse response, String id) {
        var watch = Stopwatch.started();
        String method = method(request);
        Routes.Found found = routes.find(effective(method), path(request));
        var delivery = new Delivery(request, response, id);
        try {
            Answer answer = answer(request, found, delivery);
            boolean last = answer.headers().containsKey(CONNECTION)
                    || request.headers().containsToken(HeaderValues.CONNECTION_CLOSE);
            delivery.send(last ? closing(answer) : answer, e -> failed(id, e));
            return last;
        } finally {
            long nanos = watch.nanos();
            String route = found instanceof Routes.Matched m ? m.route().path() : Observer.NO_ROUTE;
            observer.answered(method, route, delivery.status(), nanos);
            log.answered(method, route, delivery.status(), nanos);
        }
    }

    /** The request's loop body: whatever an endpoint throws becomes an answer. */
    private Answer answer(ServerRequest request, Routes.Found found, Delivery delivery) {
        try {
            return found(request, found, delivery);
        } catch (RuntimeException e) {
            return failed(delivery.id(), e);
        }
    }

    private Answer failed(String id, RuntimeException e) {
        return switch (e) {
            case Refusal refusal -> Envelope.of(refusal);
            case Unreadable unreadable -> closing(early.answer(id, unreadable.status));
            default -> unforeseen(id, e);
        };
    }

    /** The same, and no other request on its connection. */
    private static Answer closing(Answer answer) {
        return answer.with(CONNECTION, "close");
    }

    private Answer unforeseen(String id, RuntimeException e) {
        Optional<Refusal> refusal = translator.apply(e);
        if (refusal.isPresent()) {
            LOG.debug("refused", e);
            return Envelope.of(refusal.get());
        }
        LOG.error("an unexpected error", e);
        return Envelope.unexpected(id);
    }

    private static String effective(String method) {
        return method.equals("HEAD") ? "GET" : method;
    }

    private Answer found(ServerRequest request, Routes.Found found, Delivery delivery) {
        String method = method(request);
        return switch (found) {
            case Routes.Matched m -> answer(request, m, delivery);
            case Routes.OtherMethod o -> Envelope.otherMethod(method, o.allow());
            case Routes.Nothing n ->
                throw Refusal.of(Refusal.Code.NOT_FOUND, "there is nothing at this path");
        };
    }

    private Answer answer(ServerRequest request, Routes.Matched matched, Delivery delivery) {
        Route route = matched.route();
        Caller caller = caller(request, matched, delivery);
        var line = new Request.Line(effective(method(request)), path(request),
                Query.of(request.prologue().query().rawValue()));
        var content = new Request.Content(name -> values(request.headers(), HeaderNames.create(name)),
                () -> body(request));
        var asked = new Request(line, matched.parameters(), caller, content);
        return largeBodies.within(announced(request), () -> endpoint(route, asked));
    }

    private static Answer endpoint(Route route, Request request) {
        return route.endpoint().answer(request);
    }

    private @Nullable Caller caller(ServerRequest request, Routes.Matched matched, Delivery delivery) {
        Route route = matched.route();
        if (route.needed() == null) {
            return null;
        }
        boolean withKey = request.headers().contains(KEY) || request.headers().contains(SECRET);
        return route.bearer() == null || withKey
                ? caller(request, route.needed(), delivery)
                : bearer(request, route.bearer(), matched.parameters().getOrDefault("id", ""), delivery);
    }

    /** Its pace is that of the thing which it is of: the token itself is kept nowhere. */
    private Caller bearer(ServerRequest request, Bearer bearer, String id, Delivery delivery) {
        List<String> values = values(request.headers(), HeaderNames.AUTHORIZATION);
        if (values.size() != 1 || !values.getFirst().regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw Refusal.of(Refusal.Code.UNAUTHENTICATED, "the headers X-API-KEY and X-API-SECRET, each"
                    + " once, or Authorization: Bearer with the token of what is asked for are required");
        }
        var presented =
                new Authenticator.Presented(values.getFirst().substring(BEARER.length()), address(request));
        Caller caller = authenticator.authenticate(bearer, id, presented);
        count(id, delivery);
        return caller;
    }

    private Caller caller(ServerRequest request, Scope needed, Delivery delivery) {
        Headers headers = request.headers();
        String key = credential(headers, KEY);
        Caller caller = authenticator.authenticate(key, credential(headers, SECRET), address(request));
        count(key, delivery);
        if (!caller.scope().includes(needed)) {
            throw Refusal.of(Refusal.Code.FORBIDDEN, "this key may not do that: it needs the scope "
                    + needed.word());
        }
        return caller;
    }

    /** After the pair was found right: nobody else can use up what a key may ask. */
    private void count(String key, Delivery delivery) {
        Allowance allowance = limit.count(key);
        if (allowance == null) {
            return;
        }
        delivery.tell(allowance);
        Refusal refusal = allowance.refusal();
        if (refusal != null) {
            observer.limited();
            throw refusal;
        }
    }

    /** Of the connection, not of a header that says another: anybody can write one. */
    private static InetAddress address(ServerRequest request) {
        return request.remotePeer().address() instanceof InetSocketAddress peer && !peer.isUnresolved()
                ? peer.getAddress()
                : InetAddress.getLoopbackAddress();
    }

    private static String credential(Headers headers, HeaderName name) {
        List<String> values = values(headers, name);
        if (values.size() != 1 || values.getFirst().isEmpty()) {
            throw Refusal.of(Refusal.Code.UNAUTHENTICATED,
                    "the headers X-API-KEY and X-API-SECRET are required, each once");
        }
        return values.getFirst();
    }

    private static List<String> values(Headers headers, HeaderName name) {
        return headers.all(name, List::of);
    }

    private static String method(ServerRequest request) {
        return request.prologue().method().text();
    }

    private static String path(ServerRequest request) {
        return request.prologue().uriPath().rawPath();
    }

    private static long announced(ServerRequest request) {
        if (!request.content().hasEntity()) {
            return 0;
        }
        OptionalLong length = request.headers().contentLength();
        return length.orElse(-1);
    }

    private static byte[] body(ServerRequest request) {
        if (!request.content().hasEntity()) {
            return new byte[0];
        }
        try {
            return request.content().inputStream().readAllBytes();
        } catch (RequestException e) {
            throw new Unreadable(e.status().code(), e);
        } catch (IOException | RuntimeException e) {
            throw new Unreadable(400, e);
        }
    }
}
