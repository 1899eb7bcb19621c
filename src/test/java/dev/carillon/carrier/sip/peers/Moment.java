package dev.carillon.carrier.sip.peers;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import dev.carillon.call.Outcome;

/**
 * How far a call has come when its server is killed: who plays its two sides, by what it is known to be
 * there, and as what it must end. What its sides do afterwards they do when they are told or asked to, so
 * that it does not matter how long the server takes to come back.
 */
@SuppressWarnings("ImmutableEnumChecker") // a script copies what it is given
enum Moment {

    /** Joined, and the called party hangs up long after the server is back. */
    JOINED(lives("carrier"), lives("agent"), Seen.JOINED, Outcome.COMPLETED),

    /** Joined, and hung up by the API when the server is back. */
    JOINED_AND_HUNG_UP_AFTERWARDS(lives("carrier"), lives("agent"), Seen.JOINED, Outcome.COMPLETED),

    /**
     * Joined, and hung up by the API before: the carrier has not answered our BYE yet, nor does it know it,
     * while the agent has, and knows nothing of the call any more.
     */
    BYE_UNDER_WAY(lives("carrier").with("deaf", "1"), lives("agent").with("after", "stranger"), Seen.JOINED,
            Outcome.COMPLETED),

    /** Joined, and the called party hangs up while there is no server. */
    LEFT_MEANWHILE(lives("carrier").with("told", "leave"), lives("agent"), Seen.JOINED, Outcome.COMPLETED),

    RINGING(says("carrier", "180 Ringing"), nobody(), Seen.RINGING, Outcome.NO_ANSWER),

    TRYING(says("carrier", "100 Trying"), nobody(), Seen.INVITED, Outcome.NO_ANSWER),

    /** Rang, and hung up by the API: the carrier has heard our CANCEL and not ended its INVITE yet. */
    CANCEL_UNDER_WAY(says("carrier", "180 Ringing").with("deaf", "1"), nobody(), Seen.RINGING,
            Outcome.CANCELLED),

    /** Rings, and answers while there is no server. */
    ANSWERS_MEANWHILE(lives("carrier").with("millis", "600000"), nobody(), Seen.RINGING, Outcome.ABANDONED),

    /** Nothing was said to the INVITE, but it has arrived. */
    INVITED(asked("carrier").with("says", "silent"), nobody(), Seen.INVITED, Outcome.NO_ANSWER),

    /** Nothing was said to the INVITE, and nothing ever will be. */
    INVITED_IN_VAIN(Script.of("carrier/says-nothing.xml").endless(), nobody(), Seen.INVITED, Outcome.LOST),

    /** Answered, and the agent rings. */
    AGENT_RINGS(lives("carrier"), says("agent", "180 Ringing"), Seen.ANSWERED, Outcome.ABANDONED),

    /** Answered, the agent, too, and the carrier has not answered the re-INVITE. */
    AGENT_ANSWERED(lives("carrier").with("again", "live"), lives("agent"), Seen.ANSWERED, Outcome.ABANDONED);

    /** By the phase of the attempt. */
    private enum Seen {

        INVITED(0), RINGING(1), ANSWERED(2), JOINED(3);

        private final int phase;

        Seen(int phase) {
            this.phase = phase;
        }
    }

    /** How long a call stays there by itself: the shortest are to be begun last. */
    enum Lasts {
        UNTIL_TOLD, WHILE_IT_MAY_RING, FOR_SECONDS
    }

    private final Script carrier;
    private final Script agent;
    private final Seen seen;
    private final Outcome outcome;

    Moment(Script carrier, Script agent, Seen seen, Outcome outcome) {
        this.carrier = carrier;
        this.agent = agent;
        this.seen = seen;
        this.outcome = outcome;
    }

    /** It says its answer again for as long as it takes: nobody knows how soon a server is back. */
    private static Script lives(String who) {
        return unshaken(Script.lives(who)).with("talk", "1800000").option("-max_retrans").option("450")
                .option("-max_non_invite_retrans").option("450");
    }

    private static Script says(String who, String status) {
        return asked(who).with("says", "provisional").with("provisional", status);
    }

    private static Script asked(String who) {
        return unshaken(Script.of("crash/ends-when-asked.xml")).option("-nr").with("who", who)
                .with("deaf", "0").with("provisional", "180 Ringing");
    }

    /**
     * What comes within the millisecond in which SIPp goes from one step to the next is lost to it, and comes
     * again, where it would else end the call: a slow server says several things at once.
     */
    private static Script unshaken(Script script) {
        return script.option("-default_behaviors").option("all,-abortunexp");
    }

    private static Script nobody() {
        return Script.of("agent/is-dead.xml").endless();
    }

    Script carrier() {
        return carrier;
    }

    Script agent() {
        return agent;
    }

    Outcome outcome() {
        return outcome;
    }

    Lasts lasts() {
        return switch (this) {
            case JOINED, JOINED_AND_HUNG_UP_AFTERWARDS, BYE_UNDER_WAY, LEFT_MEANWHILE -> Lasts.UNTIL_TOLD;
            case RINGING, TRYING, CANCEL_UNDER_WAY, ANSWERS_MEANWHILE -> Lasts.WHILE_IT_MAY_RING;
            case INVITED, INVITED_IN_VAIN, AGENT_RINGS, AGENT_ANSWERED -> Lasts.FOR_SECONDS;
        };
    }

    /** Whether it is hung up by the API before the kill, and then lasts for seconds only. */
    boolean isHungUpBefore() {
        return this == BYE_UNDER_WAY || this == CANCEL_UNDER_WAY;
    }

    /** Whether an attempt of this phase is further than that. */
    boolean isPast(int phase) {
        return phase > seen.phase;
    }

    /** Whether the two sides have come this far, with an attempt of this phase. */
    boolean isThere(Sipp telephone, Sipp voice, int phase) {
        return phase == seen.phase && !telephone.received("INVITE").isEmpty() && switch (this) {
            case TRYING -> sent(telephone, "100", "INVITE");
            case AGENT_RINGS -> sent(voice, "180", "INVITE");
            case AGENT_ANSWERED -> sent(voice, "200", "INVITE") && numbers(telephone, "INVITE").size() > 1;
            case JOINED, JOINED_AND_HUNG_UP_AFTERWARDS, BYE_UNDER_WAY, LEFT_MEANWHILE ->
                changes(telephone) > 1 && !voice.received("ACK").isEmpty();
            default -> true;
        };
    }

    /** Whether the end that was asked for is under way and no further, and no other was asked for. */
    boolean isUnderWay(Sipp telephone, Sipp voice) {
        return switch (this) {
            case BYE_UNDER_WAY -> sent(voice, "200", "BYE") && !telephone.received("BYE").isEmpty()
                    && !sent(telephone, "200", "BYE");
            case CANCEL_UNDER_WAY ->
                sent(telephone, "200", "CANCEL") && !sent(telephone, "487", "INVITE");
            default -> !isAskedToEnd(telephone) && !isAskedToEnd(voice);
        };
    }

    /** The side that stays when the call is over, and is there until it is told to go; empty: neither. */
    Optional<Sipp> stranger(Sipp telephone, Sipp voice) {
        return switch (this) {
            case BYE_UNDER_WAY -> Optional.of(voice);
            case LEFT_MEANWHILE -> Optional.of(telephone);
            default -> Optional.empty();
        };
    }

    /** Whether the called party has done what it waits with until it is told to. */
    boolean isDone(Sipp telephone) {
        return switch (this) {
            case JOINED, LEFT_MEANWHILE -> sent(telephone, "BYE", "BYE");
            case ANSWERS_MEANWHILE -> sent(telephone, "200", "INVITE");
            default -> true;
        };
    }

    /** A request by its method, an answer by its status, and of which method it is. */
    private static boolean sent(Sipp peer, String kind, String method) {
        return peer.messages().stream().anyMatch(message -> !message.received() && message.kind().equals(kind)
                && message.message().cseq().method().equals(method));
    }

    private static boolean isAskedToEnd(Sipp peer) {
        return !peer.received("BYE").isEmpty() || !peer.received("CANCEL").isEmpty();
    }

    /** How many changes of its session this side has seen through, the beginning among them. */
    static int changes(Sipp peer) {
        return numbers(peer, "ACK").size();
    }

    /** Those of the requests that came, each once. */
    private static Set<Long> numbers(Sipp peer, String method) {
        return peer.received(method).stream().map(m -> m.request().cseq().number())
                .collect(Collectors.toSet());
    }

    /** The calls that were begun: each Call-ID of an INVITE that is of no dialog. */
    static List<String> begun(Sipp peer) {
        return peer.received("INVITE").stream().map(Traced::request)
                .filter(invite -> invite.to().tag().isEmpty()).map(invite -> invite.callId()).distinct()
                .toList();
    }
}
