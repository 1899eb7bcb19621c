package dev.carillon.directory;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.jdbi.v3.core.Handle;

import dev.carillon.base.Ids;
import dev.carillon.base.Refusal;
import dev.carillon.base.Refusal.Code;
import dev.carillon.base.Secrets;
import dev.carillon.directory.DirectoryTrunkSql.Row;
import dev.carillon.directory.SecretsField.Owner;
import dev.carillon.http.Answer;
import dev.carillon.http.Fields;
import dev.carillon.http.Paging;
import dev.carillon.http.Request;
import dev.carillon.http.Route;

/**
 * {@code /api/trunks}: ways to place calls. One on which calls are live cannot be deleted; the batches that a
 * deleted or paused one leaves without any pause with the reason {@code no_trunk}. Until somebody says where
 * a live one may call, it may call the countries of its caller IDs.
 */
final class TrunkRoutes implements Noun {

    private static final String PATH = "/api/trunks";
    private static final String ONE = PATH + "/{id}";

    private final DirectoryRoutes.Parts parts;
    private final Ids ids;
    private final Map<String, TrunkSettings> kinds;
    private final SecretsField secrets;

    TrunkRoutes(DirectoryRoutes.Parts parts, Ids ids, Map<String, TrunkSettings> kinds, Secrets secrets) {
        this.parts = parts;
        this.ids = ids;
        this.kinds = kinds;
        this.secrets = new SecretsField(secrets, "trunk");
    }

    List<Route> routes() {
        return routes(parts.writes(), PATH, ONE);
    }

    @Override
    public Answer list(Request request) {
        Paging paging = Paging.read(request.query());
        String organization = request.caller().organizationId();
        return parts.database()
                .snapshot(handle -> new Page<>(
                        DirectoryTrunkSql.page(handle, organization, paging, parts.timeline().now()),
                        DirectoryTrunkSql.count(handle, organization), paging)
                        .answer("trunks", "Trunks", Trunk::write));
    }

    @Override
    public Answer create(Handle handle, Request request) {
        Fields body = request.body();
        String organization = request.caller().organizationId();
        String kind = body.word("kind", Trunk.KINDS)
                .orElseThrow(body.missing("kind", String.join(", ", Trunk.KINDS)));
        settings(kind);
        Instant now = parts.timeline().now();
        var terms = Trunk.Terms.named(Trunk.readName(body), kind);
        Trunk made = changed(request, new Trunk(ids.uuid(), kind, terms, Map.of(), null, now, now),
                now);
        Trunk trunk = made.callsByCallerIds() ? made.calling(Destinations.of(List.of())) : made;
        OrganizationRulesSql.lock(handle, organization);
        DirectoryTrunkSql.insert(handle, organization, trunk);
        OrganizationRulesSql.touch(handle, organization);
        return new Answer(201, "Trunk created successfully", trunk::write);
    }

    @Override
    public Answer read(Request request) {
        UUID id = asked(request);
        Row row = parts.database()
                .read(handle -> DirectoryTrunkSql
                        .find(handle, request.caller().organizationId(), id, parts.timeline().now())
                        .orElseThrow(TrunkRoutes::unknown));
        return new Answer(200, "Trunk retrieved successfully", row.trunk()::write);
    }

    @Override
    public Answer change(Handle handle, Request request) {
        String organization = request.caller().organizationId();
        Row row = locked(handle, request);
        Fields body = request.body();
        String kind = row.trunk().kind();
        body.word("kind", Trunk.KINDS).filter(k -> !k.equals(kind)).ifPresent(k -> {
            throw body.wrong("kind", "cannot be changed", kind + ", as it was created");
        });
        Trunk made = changed(request, row.trunk(), parts.timeline().now());
        Trunk after = made.callsByCallerIds()
                ? made.calling(Destinations.of(CallerIdSql.numbers(handle, organization, row.trunkId())))
                : made;
        DirectoryTrunkSql.write(handle, organization, row, after);
        OrganizationRulesSql.touch(handle, organization);
        return new Answer(200, "Trunk changed successfully", after::write);
    }

    @Override
    public Answer delete(Handle handle, Request request) {
        Row row = locked(handle, request);
        if (!DirectoryTrunkSql.delete(handle, request.caller().organizationId(), row,
                parts.timeline().now())) {
            throw Refusal.retryable(Code.CONFLICT,
                    "calls are live on this trunk; allowed when they have ended: pause it, and ask again", 1);
        }
        OrganizationRulesSql.touch(handle, request.caller().organizationId());
        return new Answer(200, "Trunk deleted successfully", null);
    }

    /** It as a request wants it; where it may call is still what was said. */
    private Trunk changed(Request request, Trunk before, Instant now) {
        Fields body = request.body();
        TrunkSettings settings = settings(before.kind());
        Trunk.Terms terms = before.terms().with(body, before.kind());
        var owner = new Owner(request.caller().organizationId(), Ids.text(Ids.TRUNK, before.publicId()),
                settings.secrets(), settings.strangers(before.terms().settings(), terms.settings()));
        return before.with(terms, secrets.read(body, before.secrets(), owner), now);
    }

    private TrunkSettings settings(String kind) {
        TrunkSettings settings = kinds.get(kind);
        if (settings == null) {
            throw Refusal.notAvailable("kind");
        }
        return settings;
    }

    /** Until the transaction ends, nobody else changes trunks or caller IDs of the organisation. */
    private Row locked(Handle handle, Request request) {
        UUID id = asked(request);
        OrganizationRulesSql.lock(handle, request.caller().organizationId());
        return DirectoryTrunkSql
                .find(handle, request.caller().organizationId(), id, parts.timeline().now())
                .orElseThrow(TrunkRoutes::unknown);
    }

    private static UUID asked(Request request) {
        return Optional.ofNullable(Ids.uuid(Ids.TRUNK, request.path("id"))).orElseThrow(TrunkRoutes::unknown);
    }

    private static Refusal unknown() {
        return Refusal.of(Code.NOT_FOUND, "there is no trunk with this id");
    }
}
