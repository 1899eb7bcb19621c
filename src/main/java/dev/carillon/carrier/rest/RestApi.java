package dev.carillon.carrier.rest;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

import javax.net.ssl.SSLException;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.Outcome;

/**
 * The carrier's API over HTTP. Every request is bounded in time and sent once; whoever asks waits, on a
 * thread of its own. Thread-safe.
 */
final class RestApi implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final int MOST_OCTETS = 64 * 1024;

    private final HttpClient client;
    private final Duration patience;

    /** @param patience how long an answer may take */
    RestApi(Duration patience) {
        this.patience = patience;
        this.client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("rest-", 0).factory()))
                .build();
    }

    /** What became of the request for a call. */
    sealed interface Posted {
    }

    /** There is a call. */
    record Accepted(RestAnswer answer) implements Posted {
    }

    /** There is none, and the carrier or the way to it says why. */
    record Refused(Outcome outcome, String words) implements Posted {
    }

    /** Nobody knows whether there is one. */
    record Unknown(String words) implements Posted {
    }

    /**
     * Asks for the call.
     *
     * @param inTime asked last of all, when the request is about to be whole (law: Single dial)
     */
    Posted place(RestOrder order, BooleanSupplier inTime) throws InterruptedException {
        if (!inTime.getAsBoolean()) {
            return new Refused(Outcome.NOT_PLACED, "too late");
        }
        var body = new TimelyBody(CallForm.of(order), inTime);
        try {
            return placed(send(request(order, order.trunk().calls(), body)));
        } catch (IOException e) {
            boolean nothingSent = body.giveUp();
            if (body.late()) {
                return new Refused(Outcome.NOT_PLACED, "too late");
            }
            return nothingSent
                    ? new Refused(Outcome.TRUNK_UNREACHABLE, words(e))
                    : new Unknown("no answer: " + words(e));
        }
    }

    private static Posted placed(RestAnswer answer) {
        if (answer.isGood()) {
            return answer.carrierId().isPresent()
                    ? new Accepted(answer)
                    : new Unknown("an answer without the call's id: " + answer.words());
        }
        return RestOutcomes.refused(answer.status(), answer.code())
                .<Posted>map(outcome -> new Refused(outcome, answer.words()))
                .orElseGet(() -> new Unknown(answer.words()));
    }

    /** Asks for the end of a call; the answer tells how far it is then. */
    RestAnswer end(RestOrder order, String carrierId, String status)
            throws IOException, InterruptedException {
        return send(request(order, order.trunk().call(carrierId),
                BodyPublishers.ofString(CallForm.ending(status))));
    }

    /** Asks how far a call is. */
    RestAnswer ask(RestOrder order, String carrierId) throws IOException, InterruptedException {
        return send(request(order, order.trunk().call(carrierId), null));
    }

    /** Asks how far the legs are that it made for a call. */
    RestAnswer askOfAgent(RestOrder order, String carrierId) throws IOException, InterruptedException {
        return send(request(order, order.trunk().callsOf(carrierId), null));
    }

    private HttpRequest request(RestOrder order, URI address, @Nullable BodyPublisher body) {
        String login = order.trunk().accountSid() + ":" + order.account().authToken();
        HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(patience)
                .header("Accept", "application/json")
                .header("Authorization", "Basic "
                        + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
        return body == null
                ? request.GET().build()
                : request.header("Content-Type", "application/x-www-form-urlencoded").POST(body).build();
    }

    /** The client's own limit ends with the headers; this one with the whole answer. */
    private RestAnswer send(HttpRequest request) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<String>> coming =
                client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), MOST_OCTETS));
        try {
            HttpResponse<String> response = coming.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return RestAnswer.of(response.statusCode(), response.body());
        } catch (TimeoutException e) {
            coming.cancel(true);
            throw new IOException("nothing within " + patience.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } catch (InterruptedException e) {
            coming.cancel(true);
            throw e;
        }
    }

    /** For people; without the address, whose path names the account. */
    private static String words(IOException e) {
        return switch (e) {
            case HttpConnectTimeoutException _ -> "no connection within " + CONNECT.toMillis() + " ms";
            case ConnectException _ -> "the connection was refused, or the host is not known";
            case SSLException _ -> "no TLS: " + e.getMessage();
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
