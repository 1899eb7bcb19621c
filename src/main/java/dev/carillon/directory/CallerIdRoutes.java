package dev.carillon.directory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.jdbi.v3.core.Handle;

import dev.carillon.base.Ids;
import dev.carillon.base.Refusal;
import dev.carillon.base.Refusal.Code;
import dev.carillon.call.PhoneNumber;
import dev.carillon.directory.LimitSql.Limited;
import dev.carillon.http.Answer;
import dev.carillon.http.Fields;
import dev.carillon.http.Paging;
import dev.carillon.http.Request;
import dev.carillon.http.Route;

/**
 * {@code /api/caller-ids}: numbers that calls come from, the trunks that take them, and their limits.
 * {@code *}, any number, is for the sandbox alone: it can be read, and its trunks be chosen; nobody creates
 * or deletes it.
 */
final class CallerIdRoutes implements Noun {

    private static final String PATH = "/api/caller-ids";
    private static final String ONE = PATH + "/{number}";
    private static final int MOST_TRUNKS = 10;
    private static final int LONGEST_ID = 64;

    private final DirectoryRoutes.Parts parts;

    CallerIdRoutes(DirectoryRoutes.Parts parts) {
        this.parts = parts;
    }

    List<Route> routes() {
        return routes(parts.writes(), PATH, ONE);
    }

    @Override
    public Answer list(Request request) {
        Paging paging = Paging.read(request.query());
        String organization = request.caller().organizationId();
        return parts.database()
                .snapshot(handle -> new Page<>(CallerIdSql.page(handle, organization, paging),
                        CallerIdSql.count(handle, organization), paging)
                        .answer("caller_ids", "Caller IDs", CallerId::write));
    }

    @Override
    public Answer create(Handle handle, Request request) {
        Fields body = request.body();
        String organization = request.caller().organizationId();
        String number = Numbers.read(body, "number")
                .orElseThrow(body.missing("number", PhoneNumber.ALLOWED));
        Instant now = parts.timeline().now();
        OrganizationRulesSql.lock(handle, organization);
        List<CallerId.Trunk> trunks = trunks(handle, organization, body)
                .orElseThrow(body.missing("trunks", "an array of 1 to " + MOST_TRUNKS));
        var before = new CallerId(number, null, List.of(), Limits.NONE, now);
        CallerId id = before.with(body, trunks);
        if (CallerIdSql.find(handle, organization, number).isPresent()) {
            throw Refusal.of(Code.CONFLICT, "there is a caller ID with this number; allowed: another number");
        }
        write(handle, organization, before, id);
        return new Answer(201, "Caller ID created successfully", id::write);
    }

    @Override
    public Answer read(Request request) {
        String number = asked(request);
        CallerId id = parts.database()
                .read(handle -> CallerIdSql.find(handle, request.caller().organizationId(), number)
                        .orElseThrow(CallerIdRoutes::unknown));
        return new Answer(200, "Caller ID retrieved successfully", id::write);
    }

    @Override
    public Answer change(Handle handle, Request request) {
        String organization = request.caller().organizationId();
        CallerId before = locked(handle, request);
        Fields body = request.body();
        if (body.has("trunks") && body.raw("trunks").isEmpty()) {
            throw body.wrong("trunks", "is null", "an array of 1 to " + MOST_TRUNKS);
        }
        CallerId after = before.with(body, trunks(handle, organization, body).orElse(null));
        if (after.any() && !after.limits().equals(Limits.NONE)) {
            throw body.wrong(after.limits().maxLiveCalls() == null ? "calls_per_second" : "max_live_calls",
                    "any number has no limit of its own", "null");
        }
        if (after.any() && after.trunks().stream().anyMatch(CallerId.Trunk::live)) {
            throw body.wrong("trunks", "has one on which phones ring, for any number",
                    "those of the kind sandbox");
        }
        write(handle, organization, before, after);
        return new Answer(200, "Caller ID changed successfully", after::write);
    }

    @Override
    public Answer delete(Handle handle, Request request) {
        String organization = request.caller().organizationId();
        CallerId id = locked(handle, request);
        if (id.any()) {
            throw Refusal.of(Code.CONFLICT,
                    "the caller ID *, any number, cannot be deleted; allowed: a caller ID that is a number");
        }
        CallerIdSql.delete(handle, organization, id.number());
        reached(handle, organization, id, List.of());
        OrganizationRulesSql.touch(handle, organization);
        CallerIdSql.limit(handle, key(organization, id), Limits.NONE, parts.timeline().now());
        return new Answer(200, "Caller ID deleted successfully", null);
    }

    private void write(Handle handle, String organization, CallerId before, CallerId id) {
        CallerIdSql.write(handle, organization, id);
        reached(handle, organization, before, id.trunks());
        OrganizationRulesSql.touch(handle, organization);
        CallerIdSql.limit(handle, key(organization, id), id.limits(), parts.timeline().now());
    }

    /** Where its trunks may call follows, of those of which nobody has said it. */
    private static void reached(Handle handle, String organization, CallerId before,
            List<CallerId.Trunk> now) {
        String country = before.any() ? null : Destinations.country(before.number()).orElse(null);
        if (country == null) {
            return;
        }
        for (CallerId.Trunk trunk : now) {
            if (trunk.live() && !before.trunks().contains(trunk)) {
                DirectoryTrunkSql.reach(handle, organization, trunk.trunkId(), country);
            }
        }
        for (CallerId.Trunk trunk : before.trunks()) {
            if (trunk.live() && !now.contains(trunk)
                    && CallerIdSql.numbers(handle, organization, trunk.trunkId()).stream()
                            .noneMatch(n -> Destinations.country(n).filter(country::equals).isPresent())) {
                DirectoryTrunkSql.leave(handle, organization, trunk.trunkId(), country);
            }
        }
    }

    private static Limited key(String organization, CallerId id) {
        return new Limited(organization, LimitSql.Scope.CALLER_ID, id.number());
    }

    /** Until the transaction ends, nobody else changes caller IDs or trunks of the organisation. */
    private static CallerId locked(Handle handle, Request request) {
        String number = asked(request);
        OrganizationRulesSql.lock(handle, request.caller().organizationId());
        return CallerIdSql.find(handle, request.caller().organizationId(), number)
                .orElseThrow(CallerIdRoutes::unknown);
    }

    /** The trunks that are named, in their order. */
    private static Optional<List<CallerId.Trunk>> trunks(Handle handle, String organization, Fields body) {
        return body.texts("trunks", MOST_TRUNKS, LONGEST_ID).map(names -> {
            Map<String, CallerId.Trunk> there = CallerIdSql.trunks(handle, organization, ids(names));
            var chosen = new ArrayList<CallerId.Trunk>();
            for (int i = 0; i < names.size(); i++) {
                CallerId.Trunk trunk = there.get(names.get(i));
                if (trunk == null) {
                    throw body.wrong("trunks[" + i + "]", "is not a trunk of the organization",
                            "the trunk_id of one of its trunks");
                }
                if (chosen.contains(trunk)) {
                    throw body.wrong("trunks[" + i + "]", "is there twice", "each trunk once");
                }
                chosen.add(trunk);
            }
            return chosen;
        });
    }

    private static List<UUID> ids(List<String> names) {
        return names.stream().flatMap(name -> Optional.ofNullable(Ids.uuid(Ids.TRUNK, name)).stream())
                .toList();
    }

    /** What is no number is nobody's. */
    private static String asked(Request request) {
        return Optional.of(request.path("number"))
                .filter(n -> n.equals(CallerId.ANY) || PhoneNumber.looksRight(n))
                .orElseThrow(CallerIdRoutes::unknown);
    }

    private static Refusal unknown() {
        return Refusal.of(Code.NOT_FOUND, "there is no caller ID with this number");
    }
}
