package dev.carillon.carrier.rest;

import java.io.IOException;
import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.carillon.base.Patience;
import dev.carillon.call.CarrierWord.Status;

/** Asks the carrier for the end of a call, a few times if need be; what it then says is its word. */
final class HangUps {

    private static final Logger LOG = LoggerFactory.getLogger(HangUps.class);
    private static final int TIMES = 3;
    private static final Duration BETWEEN = Duration.ofMillis(400);

    private final RestApi api;

    HangUps(RestApi api) {
        this.api = api;
    }

    void end(RestCall call, RestCall.Ending ending) throws InterruptedException {
        for (int i = 0; i < TIMES && !call.isOver(); i++) {
            try {
                if (ended(call, ending)) {
                    return;
                }
            } catch (IOException e) {
                LOG.debug("{} could not be asked to end: {}", call.order().plan().call(), e.getMessage());
            }
            Patience.rest(BETWEEN);
        }
    }

    /** Whether the carrier has said that it is over. */
    private boolean ended(RestCall call, RestCall.Ending ending) throws IOException, InterruptedException {
        // What is asked of a call that rings does nothing to one that has just been answered.
        return (!ending.answered() && asked(call, ending, Status.CANCELED))
                || asked(call, ending, Status.COMPLETED)
                || call.hear(api.ask(ending.order(), ending.carrierId()));
    }

    private boolean asked(RestCall call, RestCall.Ending ending, Status wanted)
            throws IOException, InterruptedException {
        RestAnswer answer = api.end(ending.order(), ending.carrierId(), wanted.word());
        if (!answer.isGood()) {
            return false;
        }
        Status now = answer.callStatus().orElse(Status.QUEUED);
        boolean byUs = now == Status.CANCELED || now == Status.COMPLETED;
        if (byUs || (wanted == Status.COMPLETED && !now.ends())) {
            call.hungUp();
        }
        return call.hear(answer);
    }
}
