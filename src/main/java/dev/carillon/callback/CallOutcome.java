package dev.carillon.callback;

import org.jdbi.v3.core.Handle;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.db.Notifications;
import dev.carillon.event.Event;
import dev.carillon.event.EventSql;
import dev.carillon.http.Answer;
import dev.carillon.http.Endpoint;
import dev.carillon.http.Request;

/**
 * {@code POST /api/calls/{id}/outcome}: what the agent says of a call. It is committed before it is answered.
 * A machine that is told of while the call lives makes its end {@code voicemail} where it would be
 * {@code completed}; told later it is kept, and changes nothing (law: Monotone). Whoever opts out is not
 * called from the commit on (law: Suppression).
 */
final class CallOutcome implements Endpoint {

    private final CallRoutes.Parts parts;

    CallOutcome(CallRoutes.Parts parts) {
        this.parts = parts;
    }

    @Override
    public Answer answer(Request request) {
        return parts.writes().once(request, handle -> tell(handle, request));
    }

    private Answer tell(Handle handle, Request request) {
        CallKey key = CallRead.key(parts.ids(), request);
        Told told = Told.read(request.body(), parts.timeline().now());
        String organization = request.caller().organizationId();
        // The list first: it may make us wait, and an attempt's row makes the records of its node wait.
        if (told.optOut()) {
            optOut(handle, request, key, told);
        }
        if (told.voicemail()) {
            ReportSql.sayVoicemail(handle, organization, key);
        }
        if (ReportSql.tell(handle, organization, key, told)) {
            EventSql.append(handle, event(organization, key, told));
        }
        return answer(CallRead.found(handle, request, key));
    }

    private void optOut(Handle handle, Request request, CallKey key, Told told) {
        String organization = request.caller().organizationId();
        String number = CallRead.found(handle, request, key).parties().toNumber();
        if (parts.doNotCall().add(handle, organization, number, told.at())) {
            EventSql.append(handle, new Event(organization, told.at(), Event.Type.CALL_OPTED_OUT,
                    key.batchId(), key.seq(), key.no(), null));
            Notifications.announce(handle);
        }
    }

    private static Event event(String organization, CallKey key, Told told) {
        return new Event(organization, told.at(), Event.Type.CALL_REPORTED, key.batchId(), key.seq(),
                key.no(), told.classification());
    }

    private Answer answer(CallRow call) {
        return new Answer(200, "Report is kept", json -> {
            json.writeStringProperty("call_id", call.id(parts.ids()));
            json.writeStringProperty("status", call.state().word());
            json.writeStringProperty("outcome", call.end().outcome());
            Report report = call.report();
            if (report != null) {
                report.write(json);
            }
        });
    }
}
