package dev.carillon.task;

import java.util.List;

import dev.carillon.base.Ids;
import dev.carillon.base.Timeline;
import dev.carillon.db.Database;
import dev.carillon.http.Route;
import dev.carillon.http.Scope;

/** Where the calls about tasks are found. */
public final class TaskRoutes {

    private TaskRoutes() {
    }

    public static List<Route> of(Database database, Effects effects, Ids ids, Timeline timeline) {
        return List.of(
                new Route("GET", "/batch-call/{id}/tasks", Scope.READ, new TaskList(database, ids, timeline)),
                new Route("POST", "/batch-call/{id}/tasks", Scope.OPERATE,
                        new TaskAppend(effects, ids, timeline)));
    }
}
