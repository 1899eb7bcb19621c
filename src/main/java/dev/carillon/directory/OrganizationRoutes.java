package dev.carillon.directory;

import java.util.List;

import org.jdbi.v3.core.Handle;

import dev.carillon.db.Notifications;
import dev.carillon.http.Answer;
import dev.carillon.http.Request;
import dev.carillon.http.Route;
import dev.carillon.http.Scope;

/**
 * {@code /api/organization}: the organisation of the key, and what holds for all its batch calls. Nodes obey
 * a change within a second (law: Obedience).
 */
final class OrganizationRoutes {

    private static final String PATH = "/api/organization";

    private final DirectoryRoutes.Parts parts;

    OrganizationRoutes(DirectoryRoutes.Parts parts) {
        this.parts = parts;
    }

    List<Route> routes() {
        return List.of(
                new Route("GET", PATH, Scope.READ, this::read),
                new Route("PATCH", PATH, Scope.ADMIN,
                        request -> parts.writes().once(request, handle -> change(handle, request))));
    }

    private Answer read(Request request) {
        OrganizationRules rules = parts.database()
                .read(handle -> OrganizationRulesSql.find(handle, request.caller().organizationId()));
        return new Answer(200, "Organization retrieved successfully", rules::write);
    }

    private Answer change(Handle handle, Request request) {
        String organization = request.caller().organizationId();
        OrganizationRulesSql.lock(handle, organization);
        OrganizationRules before = OrganizationRulesSql.find(handle, organization);
        OrganizationRules after = before.with(request.body());
        OrganizationRulesSql.write(handle, before, after, parts.timeline().now());
        Notifications.announce(handle);
        return new Answer(200, "Organization changed successfully", after::write);
    }
}
