package dev.carillon.directory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.carillon.base.Ids;
import dev.carillon.base.Secrets;
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
     * What only the carriers know.
     *
     * @param trunks what each kind of trunk asks of its settings; a kind that is not there is refused
     * @param agent  what is asked of an agent's
     */
    public record Checks(Map<String, TrunkSettings> trunks, TrunkSettings agent) {

        public Checks {
            trunks = Map.copyOf(trunks);
        }
    }

    /** All of them. */
    public static List<Route> of(Parts parts, Ids ids, Checks checks, Secrets secrets) {
        var routes = new ArrayList<Route>();
        routes.addAll(new DoNotCallRoutes(parts).routes());
        routes.addAll(new AgentRoutes(parts, checks.agent(), secrets).routes());
        routes.addAll(new CallerIdRoutes(parts).routes());
        routes.addAll(new TrunkRoutes(parts, ids, checks.trunks(), secrets).routes());
        routes.addAll(new OrganizationRoutes(parts).routes());
        return routes;
    }
}
