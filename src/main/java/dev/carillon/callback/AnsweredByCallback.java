package dev.carillon.callback;

import java.time.Instant;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import dev.carillon.event.Event;
import dev.carillon.event.EventSql;
import dev.carillon.http.Answer;
import dev.carillon.http.Endpoint;
import dev.carillon.http.Request;

/**
 * {@code POST /callbacks/rest/{id}/answered-by}: who has answered, as the carrier has heard it. A machine is
 * kept like a voicemail that the call's agent reports, with the same consequences; a person, or a doubt,
 * changes nothing.
 */
final class AnsweredByCallback implements Endpoint {

    private static final String FAX = "fax";

    private final CarrierRoutes.Parts parts;
    private final CarrierProof proof;

    AnsweredByCallback(CarrierRoutes.Parts parts, CarrierProof proof) {
        this.parts = parts;
        this.proof = proof;
    }

    @Override
    public Answer answer(Request request) {
        CarrierProof.Proven proven = proof.check(request);
        Instant now = parts.timeline().now();
        String who = proven.form().one("AnsweredBy").orElse("");
        boolean machine = who.startsWith("machine") || who.equals(FAX);
        if (machine && !CarrierTold.isStale(proven.form(), now)) {
            var told = new Told(Report.VOICEMAIL, false, null, note(who), now);
            parts.database().perform(handle -> tell(handle, proven, told));
        }
        return new Answer(200, "Callback is taken", null);
    }

    private static @Nullable String note(String who) {
        return who.equals(FAX) ? "a fax machine has answered" : null;
    }

    private static void tell(Handle handle, CarrierProof.Proven proven, Told told) {
        ReportSql.sayVoicemail(handle, proven.organizationId(), proven.call());
        if (ReportSql.tell(handle, proven.organizationId(), proven.call(), told)) {
            EventSql.append(handle, new Event(proven.organizationId(), told.at(), Event.Type.CALL_REPORTED,
                    proven.call().batchId(), proven.call().seq(), proven.call().no(), told.classification()));
        }
    }
}
