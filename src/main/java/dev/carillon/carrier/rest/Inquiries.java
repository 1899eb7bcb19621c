package dev.carillon.carrier.rest;

import java.io.IOException;
import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.carillon.base.Patience;
import dev.carillon.call.CarrierWord.Leg;

/** Asks the carrier how far a call is, a few times if need be; what it says is its word. */
final class Inquiries {

    private static final Logger LOG = LoggerFactory.getLogger(Inquiries.class);
    private static final int TIMES = 3;
    private static final Duration BETWEEN = Duration.ofMillis(400);

    private final RestApi api;

    Inquiries(RestApi api) {
        this.api = api;
    }

    void ask(RestCall call) throws InterruptedException {
        for (int i = 0; i < TIMES; i++) {
            try {
                if (answered(call)) {
                    return;
                }
            } catch (IOException e) {
                LOG.debug("of {} could not be asked: {}", call.order().plan().call(), e.getMessage());
            }
            Patience.rest(BETWEEN);
        }
    }

    /** The agent's leg first: what the called party's end means depends on it. */
    private boolean answered(RestCall call) throws IOException, InterruptedException {
        String id = call.carrierId().orElse(null);
        if (id == null) {
            return true;
        }
        boolean known = call.isJoined();
        if (!known) {
            RestAnswer legs = api.askOfAgent(call.order(), id);
            legs.calls().forEach(leg -> call.hear(Leg.AGENT, leg));
            known = legs.isGood();
        }
        RestAnswer answer = api.ask(call.order(), id);
        call.hear(answer);
        return known && answer.isGood();
    }
}
