package dev.carillon.batch;

import java.util.List;

import dev.carillon.base.Ids;
import dev.carillon.base.Timeline;
import dev.carillon.db.Database;
import dev.carillon.http.Route;
import dev.carillon.http.Scope;
import dev.carillon.task.Effects;

/** Where the calls about batch calls are found; the list has its own. */
public final class BatchRoutes {

    private BatchRoutes() {
    }

    public static List<Route> of(Database database, Effects effects, Ids ids, Timeline timeline) {
        return List.of(
                new Route("POST", "/batch-call", Scope.OPERATE, new BatchCreate(effects, ids, timeline)),
                new Route("GET", "/batch-call/{id}", Scope.READ, new BatchRead(database, timeline)),
                new Route("PATCH", "/batch-call/{id}", Scope.OPERATE, new BatchEdit(effects, timeline)),
                new Route("DELETE", "/batch-call/{id}", Scope.OPERATE, new BatchDelete(effects, timeline)),
                control("execute", new BatchControl(Action.EXECUTE, effects, timeline)),
                control("pause", new BatchControl(Action.PAUSE, effects, timeline)),
                control("resume", new BatchControl(Action.RESUME, effects, timeline)),
                control("cancel", new BatchControl(Action.CANCEL, effects, timeline)));
    }

    private static Route control(String word, BatchControl endpoint) {
        return new Route("POST", "/batch-call/{id}/" + word, Scope.OPERATE, endpoint);
    }
}
