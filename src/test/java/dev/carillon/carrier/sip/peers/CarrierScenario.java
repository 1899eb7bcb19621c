package dev.carillon.carrier.sip.peers;

import static dev.carillon.call.CarrierEvent.Kind.ANSWERED;
import static dev.carillon.call.CarrierEvent.Kind.ENDED;
import static dev.carillon.call.CarrierEvent.Kind.JOINED;
import static dev.carillon.call.CarrierEvent.Kind.RINGING;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.CarrierEvent.Kind;
import dev.carillon.call.Outcome;
import dev.carillon.carrier.sip.message.Login;

/**
 * One call: what SIPp plays as the carrier and as the agent, what we do, and what must come of it.
 *
 * @param offer also says what our first request must be: an INVITE with a held description, or with none
 * @param act   what we do
 * @param slow  whether it lasts as long as SIP's timers, which is half a minute and more
 */
record CarrierScenario(String name, Offer offer, Script carrier, Script agent, Act act, Verdict verdict,
        @Nullable Login login, boolean slow) {

    static final Login LOGIN = new Login("carillon", "s3cret, s3cret");

    private static final Script ANSWERING = Script.of("agent/answers.xml");

    /** When we hang up, if at all. */
    enum Act {
        NOTHING, HANG_UP_WHEN_RINGING, HANG_UP_WHEN_JOINED
    }

    /** Whether the agent may hear of it. */
    enum AgentCalled {
        NEVER, ALWAYS, PERHAPS
    }

    /**
     * What must come of a call.
     *
     * @param outcomes   one of these; more than one where the standards leave it open
     * @param sip        the status that is kept; 0: none is told
     * @param q850       the cause that is kept; 0: none is told
     * @param otherTrunk whether another trunk may be tried
     * @param told       every event; null where one or the other may be left out
     */
    record Verdict(Set<Outcome> outcomes, int sip, int q850, boolean otherTrunk, @Nullable List<Kind> told,
            AgentCalled agent) {

        static Verdict of(Outcome... outcomes) {
            return new Verdict(Set.of(outcomes), 0, 0, false, null, AgentCalled.PERHAPS);
        }

        /** The whole way of a call. */
        static Verdict completed() {
            return of(Outcome.COMPLETED).telling(RINGING, ANSWERED, JOINED, ENDED).agent(AgentCalled.ALWAYS);
        }

        /** Answered, and no agent came. */
        static Verdict agentFailed() {
            return of(Outcome.AGENT_FAILED).telling(RINGING, ANSWERED, ENDED).agent(AgentCalled.ALWAYS);
        }

        Verdict telling(Kind... kinds) {
            return new Verdict(outcomes, sip, q850, otherTrunk, List.of(kinds), agent);
        }

        Verdict agent(AgentCalled called) {
            return new Verdict(outcomes, sip, q850, otherTrunk, told, called);
        }

        Verdict cause(int status, int cause) {
            return new Verdict(outcomes, status, cause, otherTrunk, told, agent);
        }

        Verdict otherTrunk(boolean may) {
            return new Verdict(outcomes, sip, q850, may, told, agent);
        }
    }

    static CarrierScenario of(String name, Script carrier, Verdict verdict) {
        return new CarrierScenario(name, Offer.EARLY, carrier, ANSWERING, Act.NOTHING, verdict, null, false);
    }

    CarrierScenario late() {
        return new CarrierScenario(name, Offer.LATE, carrier, agent, act, verdict, login, slow);
    }

    CarrierScenario agent(Script script) {
        return new CarrierScenario(name, offer, carrier, script, act, verdict, login, slow);
    }

    CarrierScenario act(Act what) {
        return new CarrierScenario(name, offer, carrier, agent, what, verdict, login, slow);
    }

    CarrierScenario withLogin() {
        return new CarrierScenario(name, offer, carrier, agent, act, verdict, LOGIN, slow);
    }

    CarrierScenario inSlowTime() {
        return new CarrierScenario(name, offer, carrier, agent, act, verdict, login, true);
    }

    @Override
    public String toString() {
        return offer == Offer.LATE ? "late offer: " + name : name;
    }
}
