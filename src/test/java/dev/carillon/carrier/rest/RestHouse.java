package dev.carillon.carrier.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.Patience;
import dev.carillon.base.Refusal;
import dev.carillon.batch.ApiHouse;
import dev.carillon.call.CarrierEvent;
import dev.carillon.callback.CarrierRoutes;
import dev.carillon.dial.Adopted;
import dev.carillon.dial.CallPlan;
import dev.carillon.dial.Carrier;
import dev.carillon.dial.DialSettings;
import dev.carillon.dial.Dialer;
import dev.carillon.dial.Inbox;
import dev.carillon.http.HttpServer;
import dev.carillon.http.HttpServer.House;
import dev.carillon.http.Observer;
import dev.carillon.ledger.CarrierWords;
import dev.carillon.ledger.PostgresLedger;

/**
 * A node that dials on virtual time by a carrier's API, a server that hears its callbacks, and the carrier.
 * The server is reached at another address than the one that the carrier was given, as behind a proxy.
 */
final class RestHouse implements AutoCloseable {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration STEP = Duration.ofMillis(20);

    final ApiHouse api = new ApiHouse();
    final FakeCarrier fake = new FakeCarrier();
    final PostgresLedger ledger;
    RestCarrier carrier;
    private final CarrierWords words;
    private Dialer dialer;
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    RestHouse() {
        // Dead by the clock on the wall, which the doctor asks: what is late is not these tests' affair.
        long node = Long.parseLong(api.value("insert into node (started_at, lease_until) values"
                + " ('2026-03-01Z', '2026-03-02Z') returning node_id"));
        api.execute("insert into usage (organization_id, scope, id, free_at) select organization_id, 40,"
                + " trunk_id::text, '2026-03-01Z' from trunk");
        ledger = new PostgresLedger(api.database::connection, node, Duration.ofHours(6));
        words = new CarrierWords(api.database::connection, node);
        carrier = carrier();
        dialer = dialer();
        var parts = new CarrierRoutes.Parts(api.database, api.ids, api.timeline,
                _ -> Optional.of(Orders.TOKEN));
        server = HttpServer.build(new HttpServer.Settings("127.0.0.1", 0, 64, Duration.ofSeconds(5)),
                Observer.none()).open(new House(CarrierRoutes.of(parts), (key, secret) -> {
                    throw Refusal.of(Refusal.Code.UNAUTHENTICATED, "there are no keys");
                }, _ -> Optional.empty()));
    }

    private RestCarrier carrier() {
        return new RestCarrier(
                new RestCarrier.Ports(_ -> Orders.line(), words::unread, words::placed, words::over, api.ids,
                        api.timeline),
                new RestCarrier.Settings(_ -> Orders.trunk(fake.address()), LONG));
    }

    private Dialer dialer() {
        return new Dialer(new Dialer.Ports(ledger, () -> true, _ -> placing(), api.timeline), new Inbox(),
                DialSettings.defaults());
    }

    /** Virtual time stands still while an order is on its way, so that none is late. */
    private Carrier placing() {
        return new Carrier() {

            @Override
            public void place(CallPlan plan, Consumer<CarrierEvent> told) {
                int before = fake.asked().size();
                carrier.place(plan, told);
                assertTrue(Patience.until(LONG, () -> fake.asked().size() > before));
            }

            @Override
            public void adopt(Adopted call, Consumer<CarrierEvent> told) {
                carrier.adopt(call, told);
            }

            @Override
            public boolean isAsking(CallKey call) {
                return carrier.isAsking(call);
            }

            @Override
            public void hangUp(CallKey call) {
                carrier.hangUp(call);
            }
        };
    }

    /** The one call of a batch call to one number, which the carrier has been asked for. */
    CallKey call() {
        api.create("{\"from_number\": \"" + Orders.CALLER + "\", \"agent_id\": \"agent_a\","
                + " \"status\": \"draft\", \"tasks\": [{\"to_number\": \"" + Orders.NUMBER + "\"}]}");
        api.execute("update trunk set kind = 'rest',"
                + " settings = '{\"public_url\": \"" + Orders.PUBLIC + "/\"}'");
        api.execute("update batch_call set sandbox = false");
        api.execute(
                "insert into agent (organization_id, agent_id, created_at, settings) select organization_id,"
                        + " 'agent_a', created_at, '{\"uri\": \"" + Orders.AGENT + "\"}' from batch_call");
        assertEquals(200, api.post("/batch-call/" + batch() + "/execute", "").status());
        until(() -> !fake.asked().isEmpty());
        return new CallKey(Long.parseLong(api.value("select batch_id from attempt")), 0, 1);
    }

    /** The batch call's id. */
    String batch() {
        return api.value("select 'batch_call_' || replace(public_id::text, '-', '') from batch_call");
    }

    /** Where the carrier was told to tell of a leg. */
    String address(CallKey call, String leg) {
        return Orders.PUBLIC + "/callbacks/rest/" + api.ids.call(call.batchId(), call.seq(), call.no()) + "/"
                + leg;
    }

    /** Sends it as the carrier would, through the proxy. */
    HttpResponse<String> send(Callback callback) {
        return send(callback.path(), callback.body(), callback.signature());
    }

    /** The same, as anybody could; an empty signature is none. */
    HttpResponse<String> send(String path, String body, String signature) {
        HttpRequest.Builder request = request(path)
                .header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                .POST(BodyPublishers.ofString(body));
        if (!signature.isEmpty()) {
            request.header("X-Twilio-Signature", signature);
        }
        return send(request);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The node's process dies and starts again. */
    void startAgain() {
        carrier.close();
        carrier = carrier();
        dialer = dialer();
        ledger.takeOverSelf(api.timeline.now());
        dialer.resume(api.timeline.now());
    }

    /** The carrier has been asked so often, with time standing still. */
    void untilAsked(int times) {
        assertTrue(Patience.until(LONG, () -> fake.asked().size() >= times));
    }

    /** The node is asked to leave. */
    void hangUpAll() {
        dialer.drain();
        dialer.hangUpAll(api.timeline.now());
    }

    /** The carrier has said by now what it calls the call, and that is kept. */
    void untilKept() {
        assertTrue(Patience.until(LONG, () -> api.value("select max(carrier_id) from carrier_call")
                .equals("CA1")));
    }

    /** The node steps and reads until that is so. */
    void until(BooleanSupplier condition) {
        assertTrue(Patience.until(LONG, () -> {
            run(STEP);
            return condition.getAsBoolean();
        }));
    }

    /** The node steps and reads for so long. */
    void run(Duration length) {
        Instant end = api.timeline.now().plus(length);
        while (api.timeline.now().isBefore(end)) {
            carrier.read();
            dialer.step(api.timeline.now());
            api.timeline.advance(STEP);
        }
    }

    /** What is in the ledger of the call. */
    String attempt() {
        return api.value("select concat_ws(' ', phase, outcome, note) from attempt");
    }

    @Override
    public void close() {
        carrier.close();
        words.close();
        ledger.close();
        server.close();
        client.close();
        fake.close();
        api.close();
    }
}
