package dev.carillon.callback;

import java.util.List;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids;
import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.Refusal;
import dev.carillon.base.Refusal.Code;
import dev.carillon.db.Database;
import dev.carillon.http.Answer;
import dev.carillon.http.Endpoint;
import dev.carillon.http.Request;
import dev.carillon.http.Scope;

/**
 * {@code GET /api/calls/{id}}: one attempt, with what its agent needs to know and what was told of it. Who
 * may operate is shown the call's own token, to hand it to whoever plays the agent.
 */
final class CallRead implements Endpoint {

    private final Database database;
    private final Ids ids;

    CallRead(Database database, Ids ids) {
        this.database = database;
        this.ids = ids;
    }

    @Override
    public Answer answer(Request request) {
        CallKey key = key(ids, request);
        Shown shown = database.read(handle -> new Shown(found(handle, request, key),
                CallSql.placements(handle, request.caller().organizationId(), key)));
        return new Answer(200, "Call retrieved successfully", json -> {
            shown.call().write(json, ids, token(request, key));
            json.writeArrayPropertyStart("failed_placements");
            shown.placements().forEach(placement -> placement.write(json));
            json.writeEndArray();
        }).with("Cache-Control", "no-store");
    }

    private record Shown(CallRow call, List<FailedPlacement> placements) {
    }

    private @Nullable String token(Request request, CallKey key) {
        return request.caller().scope().includes(Scope.OPERATE) ? ids.callTokens().token(key) : null;
    }

    /** The call's key; any text that is none is unknown, like a call of somebody else. */
    static CallKey key(Ids ids, Request request) {
        CallKey key = ids.call(request.path("id"));
        if (key == null) {
            throw unknown();
        }
        return key;
    }

    static CallRow found(Handle handle, Request request, CallKey key) {
        return CallSql.find(handle, request.caller().organizationId(), key).orElseThrow(CallRead::unknown);
    }

    /** The same words whether it is not there, another organisation's, or no id at all (law: Tenancy). */
    private static Refusal unknown() {
        return Refusal.of(Code.NOT_FOUND, "there is no call with this id");
    }
}
