package dev.carillon.directory;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jdbi.v3.core.Handle;

import dev.carillon.base.Refusal;
import dev.carillon.base.Refusal.Code;
import dev.carillon.call.AgentIdForm;
import dev.carillon.directory.LimitSql.Limited;
import dev.carillon.directory.LimitSql.Whole;
import dev.carillon.http.Answer;
import dev.carillon.http.Fields;
import dev.carillon.http.Form;
import dev.carillon.http.Paging;
import dev.carillon.http.Request;
import dev.carillon.http.Route;

/**
 * {@code /api/agents}: who talks, and to how many at a time. The sandbox plays any agent, so one that is
 * taken out of the directory has the sandbox's limits again, and the tasks that name it are dialled as
 * before.
 */
final class AgentRoutes implements Noun {

    private static final String PATH = "/api/agents";
    private static final String ONE = PATH + "/{id}";
    private static final Form FORM = new Form("has not the form of an agent's id", AgentIdForm.ALLOWED,
            AgentIdForm::looksRight);

    private final DirectoryRoutes.Parts parts;

    AgentRoutes(DirectoryRoutes.Parts parts) {
        this.parts = parts;
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
        Agent agent = new Agent(id, null, Agent.DEFAULT, now, now).with(body, now);
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
        Agent after = before.with(request.body(), parts.timeline().now());
        AgentSql.write(handle, organization, after);
        if (!after.limits().equals(before.limits())) {
            limit(handle, request, after);
        }
        return new Answer(200, "Agent changed successfully", after::write);
    }

    @Override
    public Answer delete(Handle handle, Request request) {
        String organization = request.caller().organizationId();
        Agent agent = AgentSql.lock(handle, organization, asked(request)).orElseThrow(AgentRoutes::unknown);
        AgentSql.delete(handle, organization, agent.agentId());
        limit(handle, request, new Agent(agent.agentId(), null, Agent.DEFAULT, agent.createdAt(),
                agent.updatedAt()));
        return new Answer(200, "Agent deleted successfully", null);
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
