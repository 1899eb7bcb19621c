package dev.carillon.directory;

import java.util.ArrayList;
import java.util.List;

import dev.carillon.base.Ids;
import dev.carillon.base.Timeline;
import dev.carillon.db.Database;
import dev.carillon.http.Route;

/** Where the calls about the directory are found. */
public final class DirectoryRoutes {

    private DirectoryRoutes() {
    }

    /** What they all need. */
    public record Parts(Database database, Writes writes, Timeline timeline) {
    }

    /**
     * All of them.
     *
     * @param sandbox what the sandbox asks of a trunk's settings
     */
    public static List<Route> of(Parts parts, Ids ids, TrunkSettings sandbox) {
        var routes = new ArrayList<Route>();
        routes.addAll(new DoNotCallRoutes(parts).routes());
        routes.addAll(new AgentRoutes(parts).routes());
        routes.addAll(new CallerIdRoutes(parts).routes());
        routes.addAll(new TrunkRoutes(parts, ids, sandbox).routes());
        routes.addAll(new OrganizationRoutes(parts).routes());
        return routes;
    }
}
