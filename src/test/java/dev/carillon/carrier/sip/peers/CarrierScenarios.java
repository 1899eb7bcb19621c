package dev.carillon.carrier.sip.peers;

import static dev.carillon.call.CarrierEvent.Kind.ANSWERED;
import static dev.carillon.call.CarrierEvent.Kind.ENDED;
import static dev.carillon.call.CarrierEvent.Kind.JOINED;
import static dev.carillon.call.CarrierEvent.Kind.RINGING;
import static dev.carillon.call.Outcome.ABANDONED;
import static dev.carillon.call.Outcome.AGENT_FAILED;
import static dev.carillon.call.Outcome.CANCELLED;
import static dev.carillon.call.Outcome.FAILED;
import static dev.carillon.call.Outcome.MEDIA_MISMATCH;
import static dev.carillon.call.Outcome.NO_ANSWER;
import static dev.carillon.call.Outcome.TRUNK_CONFIG;
import static dev.carillon.call.Outcome.TRUNK_UNREACHABLE;

import java.util.List;
import java.util.stream.Stream;

import dev.carillon.carrier.sip.peers.CarrierScenario.Act;
import dev.carillon.carrier.sip.peers.CarrierScenario.AgentCalled;
import dev.carillon.carrier.sip.peers.CarrierScenario.Verdict;

/** Every call that SIPp plays with us. */
final class CarrierScenarios {

    private static final String HELD = "inactive";
    private static final String OFFERED = "sendrecv";

    private CarrierScenarios() {
    }

    static List<CarrierScenario> all() {
        return Stream.of(Refusals.all(), beforeTheAnswer(), digest(), answered(), withinTheCall(), endings(),
                agents(), late()).flatMap(s -> s).toList();
    }

    private static Stream<CarrierScenario> beforeTheAnswer() {
        var cancelled = Verdict.of(NO_ANSWER).agent(AgentCalled.NEVER);
        return Stream.of(
                call("carrier/says-nothing.xml",
                        Verdict.of(TRUNK_UNREACHABLE).otherTrunk(true).telling(ENDED)
                                .agent(AgentCalled.NEVER))
                        .endless().inSlowTime(),
                new Call(provisional("100 Trying"), cancelled.telling(ENDED)).named("100 and no more"),
                new Call(provisional("180 Ringing"), cancelled.telling(RINGING, ENDED))
                        .named("180 and no more"),
                new Call(provisional("183 Session Progress"), cancelled.telling(RINGING, ENDED))
                        .named("183 and no more"),
                new Call(provisional("180 Ringing"),
                        Verdict.of(CANCELLED).telling(RINGING, ENDED).agent(AgentCalled.NEVER))
                        .named("hung up while it rings").act(Act.HANG_UP_WHEN_RINGING),
                call("carrier/answers-while-cancelled.xml", Verdict.of(ABANDONED).agent(AgentCalled.NEVER)),
                call("carrier/ignores-cancel.xml",
                        Verdict.of(NO_ANSWER).telling(RINGING, ENDED).agent(AgentCalled.NEVER)).endless()
                        .inSlowTime(),
                call("carrier/hangs-up-while-ringing.xml",
                        Verdict.of(NO_ANSWER, FAILED).telling(RINGING, ENDED).agent(AgentCalled.NEVER)))
                .map(Call::scenario);
    }

    private static Stream<CarrierScenario> digest() {
        Script byServer = Script.of("carrier/asks-who-we-are.xml").with("status", "401 Unauthorized")
                .with("challenge", "WWW-Authenticate").with("answer", "Authorization");
        Script byProxy = Script.of("carrier/asks-who-we-are.xml")
                .with("status", "407 Proxy Authentication Required").with("challenge", "Proxy-Authenticate")
                .with("answer", "Proxy-Authorization");
        Script bySha256 =
                new Script("carrier/asks-who-we-are-by-sha256.xml", byServer.words(), List.of(), true);
        return Stream.of(
                new Call(byServer, Verdict.completed()).named("401, MD5"),
                new Call(byProxy, Verdict.completed()).named("407, MD5"),
                new Call(bySha256, Verdict.completed()).named("401, SHA-256 or MD5"),
                call("carrier/does-not-know-us.xml", Verdict.of(TRUNK_CONFIG).cause(401, 0).otherTrunk(true)
                        .telling(ENDED).agent(AgentCalled.NEVER)))
                .map(call -> call.scenario().withLogin());
    }

    private static Stream<CarrierScenario> answered() {
        Script inItsTime = agentAfter(1_500);
        return Stream.of(
                call("carrier/answers-and-hangs-up.xml", Verdict.completed().cause(0, 16)),
                call("carrier/has-early-media.xml", Verdict.completed()),
                call("carrier/tries-after-ringing.xml", Verdict.completed()),
                call("carrier/sends-garbage.xml", Verdict.completed()),
                call("carrier/wants-longer-sessions.xml", Verdict.completed()),
                call("carrier/answers-twice.xml", Verdict.completed()).option("-nr").agent(inItsTime),
                call("carrier/loses-the-ack.xml", Verdict.completed()).option("-nr").agent(inItsTime),
                call("carrier/forks.xml", Verdict.completed()).agent(inItsTime),
                call("carrier/hangs-up-at-once.xml", Verdict.of(ABANDONED)).agent(inItsTime),
                call("carrier/hangs-up-before-the-ack.xml", Verdict.of(ABANDONED)).agent(inItsTime))
                .map(Call::scenario);
    }

    private static Stream<CarrierScenario> withinTheCall() {
        return Stream.of(
                call("carrier/holds.xml", Verdict.completed()),
                call("carrier/refreshes.xml", Verdict.completed()),
                call("carrier/asks-within-the-call.xml", Verdict.completed()),
                call("carrier/moves-its-media.xml", Verdict.completed()),
                new Call(joining("refuses-to-be-joined", "488 Not Acceptable Here"),
                        Verdict.of(MEDIA_MISMATCH).agent(AgentCalled.ALWAYS)).named("488 to the re-INVITE"),
                new Call(joining("refuses-to-be-joined-once", "491 Request Pending"), Verdict.completed())
                        .named("491 to the re-INVITE, once"),
                new Call(joining("refuses-to-be-joined-once", "500 Server Internal Error"),
                        Verdict.completed())
                        .named("500 to the re-INVITE, once"),
                call("carrier/never-lets-itself-be-joined.xml",
                        Verdict.of(AGENT_FAILED, MEDIA_MISMATCH, FAILED).agent(AgentCalled.ALWAYS))
                        .inSlowTime())
                .map(Call::scenario);
    }

    private static Stream<CarrierScenario> endings() {
        var ours = Verdict.completed();
        var cancelled =
                Verdict.of(CANCELLED).telling(RINGING, ANSWERED, JOINED, ENDED).agent(AgentCalled.ALWAYS);
        Script agentHangsUp = Script.of("agent/hangs-up.xml").with("millis", "700");
        return Stream.of(
                new Call(living(HELD), ours).named("the agent hangs up").agent(agentHangsUp),
                new Call(living(HELD), cancelled).named("we hang up").act(Act.HANG_UP_WHEN_JOINED),
                call("carrier/is-slow-to-end.xml", ours).agent(agentHangsUp),
                call("carrier/ignores-bye.xml", ours).agent(agentHangsUp).endless().inSlowTime(),
                call("carrier/answers-and-hangs-up.xml", ours)
                        .named("an agent that ignores BYE").agent(Script.of("agent/ignores-bye.xml"))
                        .endlessAgent().inSlowTime())
                .map(Call::scenario);
    }

    private static Stream<CarrierScenario> agents() {
        return Stream.of(
                new Call(living(HELD), Verdict.agentFailed()).named("the agent is busy")
                        .agent(refusingAgent("486 Busy Here")),
                new Call(living(HELD), Verdict.agentFailed()).named("the agent is broken")
                        .agent(refusingAgent("500 Server Internal Error")),
                new Call(living(HELD), Verdict.agentFailed()).named("the agent is dead")
                        .agent(Script.of("agent/is-dead.xml")).endlessAgent().inSlowTime(),
                new Call(living(HELD), Verdict.agentFailed()).named("the agent rings and rings")
                        .agent(Script.of("agent/rings-until-cancelled.xml")),
                call("carrier/answers-and-hangs-up.xml", Verdict.completed())
                        .named("the agent takes two seconds")
                        .agent(agentAfter(2_000)))
                .map(Call::scenario);
    }

    private static Stream<CarrierScenario> late() {
        return Stream.of(
                call("carrier/late-answers-and-hangs-up.xml", Verdict.completed().cause(0, 16)),
                call("carrier/late-answers-and-hangs-up.xml", Verdict.completed())
                        .named("the agent takes two seconds").agent(agentAfter(2_000)),
                new Call(living(OFFERED), Verdict.completed()).named("the agent hangs up")
                        .agent(Script.of("agent/hangs-up.xml").with("millis", "700")),
                new Call(living(OFFERED), Verdict.agentFailed()).named("the agent is busy")
                        .agent(refusingAgent("486 Busy Here")),
                new Call(living(OFFERED), Verdict.agentFailed()).named("the agent rings and rings")
                        .agent(Script.of("agent/rings-until-cancelled.xml")),
                new Call(provisional("180 Ringing"), Verdict.of(NO_ANSWER).telling(RINGING, ENDED)
                        .agent(AgentCalled.NEVER)).named("180 and no more"))
                .map(call -> call.scenario().late());
    }

    /** A call on its way to a scenario: its name is that of its file, unless it has another. */
    private record Call(CarrierScenario scenario) {

        Call(Script carrier, Verdict verdict) {
            this(CarrierScenario.of(carrier.file().replaceAll(".*/|\\.xml", "").replace('-', ' '), carrier,
                    verdict));
        }

        Call named(String name) {
            return new Call(new CarrierScenario(name, scenario.offer(), scenario.carrier(), scenario.agent(),
                    scenario.act(), scenario.verdict(), scenario.login(), scenario.slow()));
        }

        Call carrier(Script carrier) {
            return new Call(new CarrierScenario(scenario.name(), scenario.offer(), carrier, scenario.agent(),
                    scenario.act(), scenario.verdict(), scenario.login(), scenario.slow()));
        }

        Call option(String option) {
            return carrier(scenario.carrier().option(option));
        }

        Call endless() {
            return carrier(scenario.carrier().endless());
        }

        Call agent(Script script) {
            return new Call(scenario.agent(script));
        }

        Call endlessAgent() {
            return new Call(scenario.agent(scenario.agent().endless()));
        }

        Call act(Act act) {
            return new Call(scenario.act(act));
        }

        Call inSlowTime() {
            return new Call(scenario.inSlowTime());
        }
    }

    private static Call call(String file, Verdict verdict) {
        return new Call(Script.of(file), verdict);
    }

    private static Script provisional(String status) {
        return Script.of("carrier/goes-on-until-cancelled.xml").with("provisional", status);
    }

    private static Script living(String direction) {
        return Script.of("carrier/answers.xml").with("direction", direction);
    }

    private static Script joining(String name, String status) {
        return Script.of("carrier/" + name + ".xml").with("status", status);
    }

    private static Script agentAfter(int millis) {
        return Script.of("agent/takes-its-time.xml").with("millis", Integer.toString(millis));
    }

    private static Script refusingAgent(String status) {
        return Script.of("agent/refuses.xml").with("status", status);
    }
}
