package dev.carillon.callback;

import org.jdbi.v3.core.Handle;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.db.Notifications;
import dev.carillon.http.Answer;
import dev.carillon.http.Endpoint;
import dev.carillon.http.Request;

/**
 * {@code POST /api/calls/{id}/hang-up}: its node hangs it up within a second (law: Obedience), also one that
 * is lost and may be up, as soon as that node has it again. Of a call that is over nothing changes.
 */
final class CallHangUp implements Endpoint {

    private final CallRoutes.Parts parts;

    CallHangUp(CallRoutes.Parts parts) {
        this.parts = parts;
    }

    @Override
    public Answer answer(Request request) {
        return parts.writes().once(request, handle -> hangUp(handle, request));
    }

    private Answer hangUp(Handle handle, Request request) {
        request.bodyOrEmpty();
        CallKey key = CallRead.key(parts.ids(), request);
        if (CallSql.hangUp(handle, request.caller().organizationId(), key, parts.timeline().now())) {
            Notifications.announce(handle);
        }
        // Read afterwards, so that the answer knows an end that came meanwhile.
        CallRow call = CallRead.found(handle, request, key);
        return new Answer(200, message(call), json -> {
            json.writeStringProperty("call_id", call.id(parts.ids()));
            json.writeStringProperty("status", call.state().word());
            json.writeStringProperty("outcome", call.end().outcome());
            json.writeBooleanProperty("hanging_up", !call.ended() || call.isLeft());
        });
    }

    private static String message(CallRow call) {
        if (call.isLeft()) {
            return "Call is lost and may be up: it is hung up as soon as its node has it";
        }
        return call.ended() ? "Call has ended" : "Call is being hung up";
    }
}
