package dev.carillon.directory;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

import org.jdbi.v3.core.Handle;

import dev.carillon.base.Refusal;
import dev.carillon.base.Refusal.Code;
import dev.carillon.base.Secrets;
import dev.carillon.call.AgentIdForm;
import dev.carillon.db.Notifications;
import dev.carillon.directory.LimitSql.Limited;
import dev.carillon.directory.LimitSql.Whole;
import dev.carillon.directory.SecretsField.Owner;
import dev.carillon.http.Answer;
import dev.carillon.http.Fields;
import dev.carillon.http.Form;
import dev.carillon.http.Paging;
import dev.carillon.http.Request;
import dev.carillon.http.Route;

/**
 * {@code /api/agents}: who talks, how they are reached, and to how many at a time. The sandbox plays any
 * agent, so one that is taken out of the directory has the sandbox's limits again, and the tasks in the
 * sandbox that name it are dialled as before. A live batch call without its agent pauses with the reason
 * {@code unknown_agent}.
 */
final class AgentRoutes implements Noun {

    private static final String PATH = "/api/agents";
    private static final String ONE = PATH + "/{id}";
    private static final Form FORM = new Form("has not the form of an agent's id", AgentIdForm.ALLOWED,
            AgentIdForm::looksRight);

    private final DirectoryRoutes.Parts parts;
    private final TrunkSettings settings;
    private final SecretsField secrets;

    AgentRoutes(DirectoryRoutes.Parts parts, TrunkSettings settings, Secrets secrets) {
        this.parts = parts;
        this.settings = settings;
        this.secrets = new SecretsField(secrets, "agent");
    }

    List<Route> routes() {
        return routes(parts.writes(), PATH, ONE);
    }

    @Override
    public Answer list(Request request) {
        Paging paging = Paging.read(request.query());
        String organization = request.caller().organizationId();
        return parts.database().snapshot(handle -> new Page<>(AgentSql.page(handle, organization, paging),
                AgentSql.count(handle, organization), paging).answer("agents", "Agents", Agent::write));
    }

    @Override
    public Answer create(Handle handle, Request request) {
        Fields body = request.body();
        String id = body.text("agent_id", FORM)
                .orElseThrow(body.missing("agent_id", AgentIdForm.ALLOWED));
        Instant now = parts.timeline().now();
        Agent agent = changed(request, Agent.named(id, now), now);
        if (!AgentSql.insert(handle, request.caller().organizationId(), agent)) {
            throw Refusal.of(Code.CONFLICT, "there is an agent with this id; allowed: another agent_id");
        }
        limit(handle, request, agent);
        return new Answer(201, "Agent created successfully", agent::write);
    }

    @Override
    public Answer read(Request request) {
        String id = asked(request);
        Agent agent = parts.database()
                .read(handle -> AgentSql.find(handle, request.caller().organizationId(), id)
                        .orElseThrow(AgentRoutes::unknown));
        return new Answer(200, "Agent retrieved successfully", agent::write);
    }

    @Override
    public Answer change(Handle handle, Request request) {
        String organization = request.caller().organizationId();
        Agent before = AgentSql.lock(handle, organization, asked(request)).orElseThrow(AgentRoutes::unknown);
        Agent after = changed(request, before, parts.timeline().now());
        AgentSql.write(handle, organization, after);
        if (!after.limits().equals(before.limits())) {
            limit(handle, request, after);
        }
        Notifications.announce(handle);
        return new Answer(200, "Agent changed successfully", after::write);
    }

    @Override
    public Answer delete(Handle handle, Request request) {
        String organization = request.caller().organizationId();
        Agent agent = AgentSql.lock(handle, organization, asked(request)).orElseThrow(AgentRoutes::unknown);
        AgentSql.delete(handle, organization, agent.agentId());
        limit(handle, request, Agent.named(agent.agentId(), agent.createdAt()));
        return new Answer(200, "Agent deleted successfully", null);
    }

    private Agent changed(Request request, Agent before, Instant now) {
        Fields body = request.body();
        String sip = before.line().settings(body);
        SortedSet<String> strangers = sip != null && body.has("sip")
                ? settings.strangers(before.line().settings(), sip)
                : Collections.emptySortedSet();
        var owner = new Owner(request.caller().organizationId(), before.agentId(), settings.secrets(),
                strangers);
        var line = new Agent.Line(sip, secrets.read(body, before.line().secrets(), owner));
        return before.with(body, line, now);
    }

    private void limit(Handle handle, Request request, Agent agent) {
        var key = new Limited(request.caller().organizationId(), LimitSql.Scope.AGENT, agent.agentId());
        OrganizationRulesSql.touch(handle, request.caller().organizationId());
        LimitSql.set(handle, key, Whole.of(agent.limits()), parts.timeline().now());
    }

    /** What is no id is nobody's. */
    private static String asked(Request request) {
        return Optional.of(request.path("id")).filter(AgentIdForm::looksRight)
                .orElseThrow(AgentRoutes::unknown);
    }

    private static Refusal unknown() {
        return Refusal.of(Code.NOT_FOUND, "there is no agent with this id");
    }
}
