package dev.carillon.carrier.sip.peers;

import static dev.carillon.call.CarrierEvent.Kind.ENDED;
import static dev.carillon.call.CarrierEvent.Kind.RINGING;
import static dev.carillon.call.Outcome.BLOCKED_BY_CALLEE;
import static dev.carillon.call.Outcome.BLOCKED_BY_NETWORK;
import static dev.carillon.call.Outcome.BUSY;
import static dev.carillon.call.Outcome.CONGESTION;
import static dev.carillon.call.Outcome.DECLINED;
import static dev.carillon.call.Outcome.FAILED;
import static dev.carillon.call.Outcome.INVALID_NUMBER;
import static dev.carillon.call.Outcome.MEDIA_MISMATCH;
import static dev.carillon.call.Outcome.NO_ANSWER;
import static dev.carillon.call.Outcome.TRUNK_CONFIG;
import static dev.carillon.call.Outcome.TRUNK_UNREACHABLE;

import java.util.List;
import java.util.stream.Stream;

import dev.carillon.call.Outcome;
import dev.carillon.carrier.sip.peers.CarrierScenario.AgentCalled;
import dev.carillon.carrier.sip.peers.CarrierScenario.Verdict;

/** What carriers say to an INVITE, and what it means: each row of the table of results. */
final class Refusals {

    private static final String NOTHING_MORE = "Server: a carrier";

    /** How networks of the United States say whom they have blocked a call for, with where to object. */
    private static final String ANALYTICS = "v=analytics1;url=https://block.example/appeal";

    private static final boolean OTHER_TRUNK = true;
    private static final boolean NO_OTHER = false;

    private static final List<Row> ROWS = List.of(
            new Row("486 Busy Here", BUSY, NO_OTHER),
            new Row("600 Busy Everywhere", BUSY, NO_OTHER),
            new Row("480 Temporarily Unavailable", NO_ANSWER, NO_OTHER),
            new Row("408 Request Timeout", NO_ANSWER, NO_OTHER),
            new Row("404 Not Found", INVALID_NUMBER, NO_OTHER),
            new Row("410 Gone", INVALID_NUMBER, NO_OTHER),
            new Row("484 Address Incomplete", INVALID_NUMBER, NO_OTHER),
            new Row("485 Ambiguous", INVALID_NUMBER, NO_OTHER),
            new Row("604 Does Not Exist Anywhere", INVALID_NUMBER, NO_OTHER),
            new Row("603 Decline", DECLINED, NO_OTHER),
            new Row("603 Network Blocked", BLOCKED_BY_NETWORK, NO_OTHER),
            new Row("603 Network Blocked", BLOCKED_BY_NETWORK, NO_OTHER).because(21, ANALYTICS),
            new Row("608 Rejected", BLOCKED_BY_NETWORK, NO_OTHER)
                    .saying("Call-Info: <https://block.example/appeal>;purpose=jwscard"),
            new Row("607 Unwanted", BLOCKED_BY_CALLEE, NO_OTHER),
            new Row("503 Service Unavailable", CONGESTION, OTHER_TRUNK).saying("Retry-After: 30"),
            new Row("500 Server Internal Error", CONGESTION, OTHER_TRUNK),
            new Row("502 Bad Gateway", CONGESTION, OTHER_TRUNK),
            new Row("504 Server Time-out", CONGESTION, OTHER_TRUNK),
            new Row("403 Forbidden", TRUNK_CONFIG, OTHER_TRUNK),
            new Row("402 Payment Required", TRUNK_CONFIG, OTHER_TRUNK),
            new Row("401 Unauthorized", TRUNK_CONFIG, OTHER_TRUNK)
                    .saying("WWW-Authenticate: Digest realm=\"trunk.example\", nonce=\"n\""),
            new Row("488 Not Acceptable Here", MEDIA_MISMATCH, OTHER_TRUNK),
            new Row("606 Not Acceptable", MEDIA_MISMATCH, OTHER_TRUNK),
            new Row("415 Unsupported Media Type", MEDIA_MISMATCH, OTHER_TRUNK),
            new Row("404 Not Found", INVALID_NUMBER, OTHER_TRUNK).because(3),
            new Row("480 Temporarily Unavailable", BUSY, NO_OTHER).because(17),
            new Row("503 Service Unavailable", INVALID_NUMBER, NO_OTHER).because(1),
            new Row("403 Forbidden", DECLINED, NO_OTHER).because(21),
            new Row("480 Temporarily Unavailable", CONGESTION, OTHER_TRUNK).because(34),
            new Row("500 Server Internal Error", NO_ANSWER, NO_OTHER).because(19));

    private Refusals() {
    }

    /**
     * One answer.
     *
     * @param header what it says besides
     * @param q850   the cause that it names, which wins over its status; 0: none
     */
    private record Row(String status, String header, int q850, Outcome outcome, boolean otherTrunk) {

        Row(String status, Outcome outcome, boolean otherTrunk) {
            this(status, NOTHING_MORE, 0, outcome, otherTrunk);
        }

        Row saying(String more) {
            return new Row(status, more, q850, outcome, otherTrunk);
        }

        Row because(int cause) {
            return because(cause, "a reason");
        }

        Row because(int cause, String text) {
            return new Row(status,
                    "Reason: SIP;cause=500, Q.850;cause=" + cause + ";text=\"" + text + "\"", cause, outcome,
                    otherTrunk);
        }

        String name() {
            return q850 == 0 ? status : status + " because of " + q850;
        }

        Script script(String file) {
            return Script.of(file).with("status", status).with("header", header);
        }

        Verdict verdict() {
            return Verdict.of(outcome).cause(Integer.parseInt(status.substring(0, 3)), q850)
                    .otherTrunk(otherTrunk).telling(ENDED).agent(AgentCalled.NEVER);
        }

        CarrierScenario scenario() {
            return CarrierScenario.of(name(), script("carrier/refuses.xml"), verdict());
        }

        /** Another trunk would ring the telephone a second time. */
        CarrierScenario afterRinging() {
            return CarrierScenario.of(name() + " after it has rung", script("carrier/rings-and-refuses.xml"),
                    verdict().otherTrunk(NO_OTHER).telling(RINGING, ENDED));
        }
    }

    static Stream<CarrierScenario> all() {
        return Stream.of(ROWS.stream().map(Row::scenario), afterRinging(), others()).flatMap(s -> s);
    }

    private static Stream<CarrierScenario> afterRinging() {
        return Stream.of(new Row("486 Busy Here", BUSY, NO_OTHER),
                new Row("603 Decline", DECLINED, NO_OTHER),
                new Row("503 Service Unavailable", CONGESTION, NO_OTHER)).map(Row::afterRinging);
    }

    private static Stream<CarrierScenario> others() {
        var dead = new Row("408 Request Timeout", TRUNK_UNREACHABLE, OTHER_TRUNK);
        var wantsOffer = new Row("488 Not Acceptable Here", MEDIA_MISMATCH, OTHER_TRUNK);
        return Stream.of(
                CarrierScenario.of("408 with nothing before", dead.script("carrier/refuses-at-once.xml"),
                        dead.verdict()),
                CarrierScenario.of("302 to somebody else", Script.of("carrier/redirects.xml"),
                        Verdict.of(FAILED).cause(302, 0).telling(ENDED).agent(AgentCalled.NEVER)),
                wantsOffer.scenario().late(),
                new Row("486 Busy Here", BUSY, NO_OTHER).afterRinging().late());
    }
}
