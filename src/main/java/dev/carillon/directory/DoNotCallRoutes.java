package dev.carillon.directory;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jdbi.v3.core.Handle;
import tools.jackson.databind.JsonNode;

import dev.carillon.base.Refusal;
import dev.carillon.base.Refusal.Code;
import dev.carillon.call.PhoneNumber;
import dev.carillon.db.Notifications;
import dev.carillon.directory.DoNotCallSql.Listed;
import dev.carillon.http.Answer;
import dev.carillon.http.Fields;
import dev.carillon.http.Paging;
import dev.carillon.http.Request;
import dev.carillon.http.Route;
import dev.carillon.http.Scope;

/**
 * {@code /api/do-not-call}: numbers that no batch of the organisation dials any more, from the commit on:
 * every claim looks at the table (law: Suppression). A task that waits for such a number is skipped when its
 * turn comes; one that was skipped stays so when the number is taken off the list.
 */
final class DoNotCallRoutes {

    private static final String PATH = "/api/do-not-call";
    private static final String ONE = PATH + "/{number}";
    private static final int MOST = 10_000;

    private final DirectoryRoutes.Parts parts;

    DoNotCallRoutes(DirectoryRoutes.Parts parts) {
        this.parts = parts;
    }

    List<Route> routes() {
        return List.of(
                new Route("GET", PATH, Scope.READ, this::list),
                new Route("POST", PATH, Scope.OPERATE, this::add),
                new Route("GET", ONE, Scope.READ, this::read),
                new Route("DELETE", ONE, Scope.OPERATE, this::remove));
    }

    private Answer list(Request request) {
        Paging paging = Paging.read(request.query());
        String number = Numbers.read(request.query(), "number").orElse(null);
        String organization = request.caller().organizationId();
        return parts.database().snapshot(
                handle -> new Page<>(DoNotCallSql.page(handle, organization, number, paging),
                        DoNotCallSql.count(handle, organization, number), paging)
                        .answer("numbers", "Do-not-call numbers", Listed::write));
    }

    private Answer add(Request request) {
        return parts.writes().once(request, handle -> add(handle, request));
    }

    private Answer add(Handle handle, Request request) {
        Set<String> numbers = numbers(request.body());
        Instant now = parts.timeline().now();
        int added = DoNotCallSql.add(handle, request.caller().organizationId(), numbers, now);
        if (added > 0) {
            Notifications.announce(handle);
        }
        return new Answer(added > 0 ? 201 : 200, "Numbers added to the do-not-call list", json -> {
            json.writeNumberProperty("added", added);
            json.writeNumberProperty("already_there", numbers.size() - added);
        });
    }

    /** One in {@code number}, or many in {@code numbers}; one that comes twice counts once. */
    private static Set<String> numbers(Fields body) {
        String allowed = "number, or numbers: an array of 1 to " + MOST;
        if (body.raw("number").isPresent() == body.raw("numbers").isPresent()) {
            throw body.raw("number").isPresent()
                    ? body.wrong("numbers", "is there beside number", allowed)
                    : body.wrong("number", "is missing", allowed);
        }
        var numbers = new LinkedHashSet<String>();
        Numbers.read(body, "number").ifPresent(numbers::add);
        List<JsonNode> many = body.array("numbers", 1, MOST).orElse(List.of());
        for (int i = 0; i < many.size(); i++) {
            numbers.add(number(body, "numbers[" + i + "]", many.get(i)));
        }
        return numbers;
    }

    private static String number(Fields body, String name, JsonNode node) {
        if (!node.isString()) {
            throw body.wrong(name, "must be text", PhoneNumber.ALLOWED);
        }
        return Numbers.checked(body.path(name), node.stringValue());
    }

    private Answer read(Request request) {
        String number = asked(request);
        Listed entry = parts.database().read(handle -> DoNotCallSql.find(handle,
                request.caller().organizationId(), number).orElseThrow(DoNotCallRoutes::unknown));
        return new Answer(200, "Do-not-call number retrieved successfully", entry::write);
    }

    private Answer remove(Request request) {
        return parts.writes().once(request, handle -> {
            if (!DoNotCallSql.remove(handle, request.caller().organizationId(), asked(request),
                    parts.timeline().now())) {
                throw unknown();
            }
            Notifications.announce(handle);
            return new Answer(200, "Number removed from the do-not-call list", null);
        });
    }

    /** What is no number is on no list. */
    private static String asked(Request request) {
        return Optional.of(request.path("number")).filter(PhoneNumber::looksRight)
                .orElseThrow(DoNotCallRoutes::unknown);
    }

    private static Refusal unknown() {
        return Refusal.of(Code.NOT_FOUND, "this number is not on the do-not-call list");
    }
}
