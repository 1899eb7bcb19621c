package dev.carillon.callback;

import java.time.Duration;

import dev.carillon.base.Ids;
import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.Refusal;
import dev.carillon.base.Refusal.Code;
import dev.carillon.base.Timeline;
import dev.carillon.db.Database;
import dev.carillon.http.Bearer;
import dev.carillon.http.Caller;
import dev.carillon.http.Scope;

/**
 * Lets in whoever has a call's own token, from its opening until a day after its end. A token that is wrong
 * is told so before anything is read, and like one whose call is over, gone, or was never there.
 */
final class OwnToken implements Bearer {

    static final Duration VALID_AFTER_END = Duration.ofHours(24);

    private final Database database;
    private final Ids ids;
    private final Timeline timeline;

    OwnToken(Database database, Ids ids, Timeline timeline) {
        this.database = database;
        this.ids = ids;
        this.timeline = timeline;
    }

    @Override
    public Caller caller(String id, String token) {
        CallKey call = ids.call(id);
        if (call == null || !ids.callTokens().isOf(call, token)) {
            throw wrong();
        }
        return database.read(handle -> CallSql.owner(handle, call))
                .filter(owner -> owner.endedAt() == null
                        || timeline.now().isBefore(owner.endedAt().plus(VALID_AFTER_END)))
                .map(owner -> new Caller(owner.organizationId(), Scope.READ, id))
                .orElseThrow(OwnToken::wrong);
    }

    private static Refusal wrong() {
        return Refusal.of(Code.UNAUTHENTICATED, "the token is not valid for this call, or no longer");
    }
}
