package dev.carillon.figures;

import java.util.List;

import dev.carillon.db.Database;
import dev.carillon.http.Route;
import dev.carillon.http.Scope;

/** Where the figures are found. */
public final class FigureRoutes {

    private FigureRoutes() {
    }

    /**
     * The routes.
     *
     * @param longReads a pool for reading that nobody else waits for
     */
    public static List<Route> of(Database longReads) {
        return List.of(new Route("GET", "/api/figures", Scope.READ, new FiguresRead(longReads)));
    }
}
