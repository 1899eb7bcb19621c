package dev.carillon.callback;

import java.time.Instant;
import java.util.Optional;

import dev.carillon.call.CarrierWord.Leg;
import dev.carillon.http.Answer;
import dev.carillon.http.Endpoint;
import dev.carillon.http.Request;

/**
 * {@code POST /callbacks/rest/{id}/called} and {@code …/agent}: how far a leg of a call has come. It is
 * committed before it is answered; the call's node reads it within a moment. What was said before, or before
 * what was said before, changes nothing.
 */
final class LegCallback implements Endpoint {

    private final CarrierRoutes.Parts parts;
    private final CarrierProof proof;
    private final Leg leg;

    LegCallback(CarrierRoutes.Parts parts, CarrierProof proof, Leg leg) {
        this.parts = parts;
        this.proof = proof;
        this.leg = leg;
    }

    @Override
    public Answer answer(Request request) {
        CarrierProof.Proven proven = proof.check(request);
        Instant now = parts.timeline().now();
        Optional<CarrierTold> told = CarrierTold.read(proven.form());
        if (told.isPresent() && !CarrierTold.isStale(proven.form(), now)) {
            var kept = new CarrierCallbackSql.Kept(leg, told.get(), now);
            parts.database().perform(handle -> CarrierCallbackSql.keep(handle, proven.organizationId(),
                    proven.call(), kept));
        }
        return new Answer(200, "Callback is taken", null);
    }
}
